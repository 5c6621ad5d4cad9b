package dev.jclip.image;

/** The resampling filters of Pillow; all but {@link #NEAREST} antialias when they shrink. */
public enum Interpolation {
  /** The one source pixel under the centre of each result pixel. */
  NEAREST(0) {
    @Override
    double weight(double x) {
      throw new IllegalStateException("NEAREST picks pixels and has no weights");
    }
  },
  /** The mean of the source pixels covered. */
  BOX(0.5) {
    @Override
    double weight(double x) {
      return x > -0.5 && x <= 0.5 ? 1 : 0;
    }
  },
  /** A triangle over two source pixels. */
  BILINEAR(1) {
    @Override
    double weight(double x) {
      double distance = Math.abs(x);
      return distance < 1 ? 1 - distance : 0;
    }
  },
  /** A Hamming-windowed sinc over two source pixels. */
  HAMMING(1) {
    @Override
    double weight(double x) {
      double distance = Math.abs(x);
      if (distance >= 1) {
        return 0;
      }
      // Pillow writes the window's constants as floats
      return distance == 0 ? 1 : sinc(distance) * (0.54f + 0.46f * Math.cos(distance * Math.PI));
    }
  },
  /** Keys' cubic convolution with a = -0.5 over four source pixels; CLIP's own filter. */
  BICUBIC(2) {
    @Override
    double weight(double x) {
      double distance = Math.abs(x);
      if (distance < 1) {
        return (1.5 * distance - 2.5) * distance * distance + 1;
      }
      return distance < 2 ? (((distance - 5) * distance + 8) * distance - 4) * -0.5 : 0;
    }
  },
  /** A sinc windowed by a sinc over six source pixels. */
  LANCZOS(3) {
    @Override
    double weight(double x) {
      return x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0;
    }
  };

  /** Half of the filter's width, in source pixels when not shrinking. */
  final double support;

  Interpolation(double support) {
    this.support = support;
  }

  /** The filter's value at a distance in (scaled) source pixels; not normalised. */
  abstract double weight(double x);

  private static double sinc(double x) {
    return x == 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI);
  }
}
