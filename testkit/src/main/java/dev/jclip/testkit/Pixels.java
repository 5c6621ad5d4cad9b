package dev.jclip.testkit;

/** Comparisons of the samples of images. */
public final class Pixels {
  private Pixels() {}

  /** The largest difference of two samples in levels 0..255; 256 when there are not as many. */
  public static int maxDifference(byte[] a, byte[] b) {
    if (a.length != b.length) {
      return 256;
    }
    int max = 0;
    for (int i = 0; i < a.length; i++) {
      max = Math.max(max, Math.abs((a[i] & 0xff) - (b[i] & 0xff)));
    }
    return max;
  }
}
