package dev.jclip.image;

/**
 * Resamples along one axis, whole lines of samples at a time: each source line is read once and
 * added to all result lines that it is a part of. The one hot loop runs over plain arrays with the
 * same index, which the compiler turns into vector instructions.
 */
final class LineResampler {
  private static final int HALF = 1 << (ResampleAxis.PRECISION_BITS - 1);
  private static final int[] DONE = {};

  private LineResampler() {}

  /** Gives source lines. */
  @FunctionalInterface
  interface Reader {
    /** Fills {@code line} with the levels 0..255 of source line {@code index}. */
    void read(int index, int[] line);
  }

  /** Takes result lines. */
  @FunctionalInterface
  interface Writer {
    /** Takes the levels 0..255 of result line {@code index}, counted from 0. */
    void write(int index, int[] line);
  }

  /**
   * Computes all result lines of an axis, in order.
   *
   * @param length samples in a line
   */
  static void resample(ResampleAxis axis, int length, Reader reader, Writer writer) {
    int[] starts = axis.starts();
    int[] counts = axis.counts();
    int[][] sums = new int[starts.length][];
    int[] line = new int[length];
    int firstOpen = 0;
    for (int from = axis.sourceStart(); from < axis.sourceEnd(); from++) {
      reader.read(from, line);
      for (int i = firstOpen; i < starts.length && starts[i] <= from; i++) {
        int k = from - starts[i];
        int weight = axis.coefficients()[i * axis.stride() + k];
        if (k == 0) {
          sums[i] = begin(line, weight);
        } else {
          add(line, weight, sums[i]);
        }
        if (k == counts[i] - 1) {
          toLevels(sums[i]);
          writer.write(i, sums[i]);
          sums[i] = DONE;
          firstOpen = i + 1;
        }
      }
    }
  }

  private static int[] begin(int[] line, int weight) {
    int[] sums = new int[line.length];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = HALF + line[i] * weight;
    }
    return sums;
  }

  private static void add(int[] line, int weight, int[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += line[i] * weight;
    }
  }

  private static void toLevels(int[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] = Math.clamp(sums[i] >> ResampleAxis.PRECISION_BITS, 0, 255);
    }
  }
}
