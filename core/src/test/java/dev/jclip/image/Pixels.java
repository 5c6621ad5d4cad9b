package dev.jclip.image;

/** Comparisons of pictures. */
final class Pixels {
  private Pixels() {}

  /** The largest difference of two samples in levels 0..255; 256 when the sizes differ. */
  static int maxDifference(RgbImage a, RgbImage b) {
    if (a.width() != b.width() || a.height() != b.height()) {
      return 256;
    }
    int max = 0;
    for (int i = 0; i < a.rgb().length; i++) {
      max = Math.max(max, Math.abs((a.rgb()[i] & 0xff) - (b.rgb()[i] & 0xff)));
    }
    return max;
  }
}
