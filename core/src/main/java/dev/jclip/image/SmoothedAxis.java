package dev.jclip.image;

/**
 * One axis of a square that is smoothed and then scaled, as scikit-image's {@code resize} of order
 * 1 with its anti-aliasing does both: result pixel {@code i} is the sum of the image's pixels
 * {@code starts[i] + k} times {@code weights[i][k]}, and {@code padding[i]} times what was added to
 * the image.
 *
 * <p>Where the axis shrinks by a factor f, a Gaussian with a standard deviation of (f-1)/2 smooths
 * it, cut at four of them. Then neighbours are interpolated linearly. What would lie outside of the
 * square is mirrored at its outermost pixels, which are not repeated.
 */
@SuppressWarnings("ArrayRecordComponent") // scratch of one resize, never shared
record SmoothedAxis(int[] starts, double[][] weights, double[] padding) {
  private static final double CUT = 4;

  /**
   * Computes the weights.
   *
   * @param image pixels of the image along this axis
   * @param square pixels of the square, whose rest behind the image is padding
   * @param result pixels of the result
   */
  static SmoothedAxis of(int image, int square, int result) {
    double factor = (double) square / result;
    double[] kernel = gaussian(Math.max(0, (factor - 1) / 2));
    var axis = new SmoothedAxis(new int[result], new double[result][], new double[result]);
    for (int i = 0; i < result; i++) {
      double position = (i + 0.5) * factor - 0.5;
      axis.set(i, position, kernel, image, square);
    }
    return axis;
  }

  /** The weights at distances 0, 1, ...; all of both sides add up to 1. */
  private static double[] gaussian(double deviation) {
    int radius = (int) (CUT * deviation + 0.5);
    double[] kernel = new double[radius + 1];
    double sum = 0;
    for (int distance = 0; distance <= radius; distance++) {
      kernel[distance] =
          deviation > 0 ? Math.exp(-0.5 * distance * distance / (deviation * deviation)) : 1;
      sum += distance == 0 ? kernel[distance] : 2 * kernel[distance];
    }
    for (int distance = 0; distance <= radius; distance++) {
      kernel[distance] /= sum;
    }
    return kernel;
  }

  private void set(int index, double position, double[] kernel, int image, int square) {
    int floor = (int) Math.floor(position);
    double fraction = position - floor;
    int radius = kernel.length - 1;
    int[] sources = new int[2 * radius + 2];
    double[] shares = new double[sources.length];
    int taps = 0;
    int first = image;
    int last = -1;
    for (int i = 0; i < sources.length; i++) {
      int offset = i - radius;
      double share = (1 - fraction) * at(kernel, offset) + fraction * at(kernel, offset - 1);
      int source = mirrored(floor + offset, square);
      if (source >= image) {
        padding[index] += share;
      } else {
        sources[taps] = source;
        shares[taps++] = share;
        first = Math.min(first, source);
        last = Math.max(last, source);
      }
    }
    starts[index] = first;
    weights[index] = new double[Math.max(0, last - first + 1)];
    for (int i = 0; i < taps; i++) {
      weights[index][sources[i] - first] += shares[i];
    }
  }

  private static double at(double[] kernel, int offset) {
    int distance = Math.abs(offset);
    return distance < kernel.length ? kernel[distance] : 0;
  }

  /** Which pixel stands for one outside. */
  private static int mirrored(int position, int size) {
    if (size == 1) {
      return 0;
    }
    int period = 2 * (size - 1);
    int inPeriod = Math.floorMod(position, period);
    return Math.min(inPeriod, period - inPeriod);
  }
}
