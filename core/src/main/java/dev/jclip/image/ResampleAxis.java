package dev.jclip.image;

/**
 * The fixed-point filter coefficients of one axis, for a range of its result pixels: pixel {@code
 * i} is the sum over {@code k < counts[i]} of source pixel {@code starts[i] + k} times {@code
 * coefficients[i * stride + k]}, in units of 2^-{@link #PRECISION_BITS}.
 */
@SuppressWarnings("ArrayRecordComponent") // scratch of one resize, never shared
record ResampleAxis(int[] starts, int[] counts, int[] coefficients, int stride) {
  /** 8 bits are the sample's, and the filters' overshoot needs two more. */
  static final int PRECISION_BITS = 32 - 8 - 2;

  private static final int MAX_COEFFICIENTS = 1 << 24;

  /**
   * Computes the coefficients of result pixels {@code first..first+length-1} when {@code inSize}
   * pixels become {@code outSize}, in the order of operations of Pillow's {@code Resample.c}.
   */
  static ResampleAxis of(
      int inSize, int outSize, int first, int length, Interpolation interpolation) {
    double scale = (double) (float) inSize / outSize;
    double filterScale = Math.max(scale, 1);
    double support = interpolation.support * filterScale;
    int stride = (int) Math.min(inSize, Math.ceil(support) * 2 + 1);
    if ((long) stride * length > MAX_COEFFICIENTS) {
      throw new IllegalArgumentException(
          "resize: %d to %d pixels needs %d filter coefficients, the limit is %d; shrink in steps"
              .formatted(inSize, outSize, (long) stride * length, MAX_COEFFICIENTS));
    }
    var axis = new ResampleAxis(new int[length], new int[length], new int[stride * length], stride);
    double[] weights = new double[stride];
    for (int i = 0; i < length; i++) {
      double center = (first + i + 0.5) * scale;
      int start = Math.max((int) (center - support + 0.5), 0);
      int end = Math.min((int) (center + support + 0.5), inSize);
      axis.starts[i] = start;
      axis.counts[i] = end - start;
      double sum = 0;
      for (int k = 0; k < end - start; k++) {
        weights[k] = interpolation.weight((k + start - center + 0.5) * (1 / filterScale));
        sum += weights[k];
      }
      for (int k = 0; k < end - start; k++) {
        axis.coefficients[i * stride + k] = toFixed(sum == 0 ? weights[k] : weights[k] / sum);
      }
    }
    return axis;
  }

  private static int toFixed(double weight) {
    double scaled = weight * (1 << PRECISION_BITS);
    return (int) (weight < 0 ? scaled - 0.5 : scaled + 0.5);
  }

  /** The first source pixel that any result pixel uses. */
  int sourceStart() {
    return starts[0];
  }

  /** One past the last source pixel that any result pixel uses. */
  int sourceEnd() {
    int last = starts.length - 1;
    return starts[last] + counts[last];
  }
}
