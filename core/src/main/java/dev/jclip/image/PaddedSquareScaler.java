package dev.jclip.image;

/**
 * Pads images to a square, smooths and scales it, as OWLv2's own preprocessing does (scenic, and
 * transformers' image processor over SciPy). Samples are numbers in 0..1 all along. Each row of the
 * image is read once, so a large image needs no more memory than a small one.
 */
final class PaddedSquareScaler {
  private static final int CHANNELS = 3;
  private static final float WHITE = 255f;

  private PaddedSquareScaler() {}

  /**
   * Scales an image.
   *
   * @return [side, side, 3] samples in 0..1
   */
  static float[] scale(RgbImage image, Resize.PaddedSquare square) {
    int side = square.side();
    int longer = Math.max(image.width(), image.height());
    SmoothedAxis columns = SmoothedAxis.of(image.width(), longer, side);
    SmoothedAxis rows = SmoothedAxis.of(image.height(), longer, side);
    int rowLength = CHANNELS * side;
    double[] sums = new double[side * rowLength];
    double[] line = new double[rowLength];
    for (int y = 0; y < image.height(); y++) {
      resampleRow(image, y, columns, square.fill(), line);
      for (int i = 0; i < side; i++) {
        int k = y - rows.starts()[i];
        if (k >= 0 && k < rows.weights()[i].length) {
          add(line, rows.weights()[i][k], sums, i * rowLength);
        }
      }
    }
    return withPadding(sums, rows, square.fill());
  }

  private static void resampleRow(
      RgbImage image, int y, SmoothedAxis columns, double fill, double[] line) {
    byte[] rgb = image.rgb();
    int rowStart = CHANNELS * y * image.width();
    for (int i = 0; i < line.length; i += CHANNELS) {
      int pixel = i / CHANNELS;
      double red = fill * columns.padding()[pixel];
      double green = red;
      double blue = red;
      int at = rowStart + CHANNELS * columns.starts()[pixel];
      for (double weight : columns.weights()[pixel]) {
        red += weight * sample(rgb[at]);
        green += weight * sample(rgb[at + 1]);
        blue += weight * sample(rgb[at + 2]);
        at += CHANNELS;
      }
      line[i] = red;
      line[i + 1] = green;
      line[i + 2] = blue;
    }
  }

  private static float sample(byte level) {
    return (level & 0xff) / WHITE;
  }

  private static void add(double[] line, double weight, double[] sums, int to) {
    for (int i = 0; i < line.length; i++) {
      sums[to + i] += weight * line[i];
    }
  }

  private static float[] withPadding(double[] sums, SmoothedAxis rows, double fill) {
    int rowLength = sums.length / rows.padding().length;
    float[] samples = new float[sums.length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (sums[i] + fill * rows.padding()[i / rowLength]);
    }
    return samples;
  }
}
