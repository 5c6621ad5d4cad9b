package dev.jclip.scene.render;

/** Smooth randomness over the plane, the same everywhere and always. */
final class Noise {
  private Noise() {}

  /** Between 0 and 1, changing over distances of about 1. */
  static double smooth(double x, double y) {
    long left = (long) Math.floor(x);
    long low = (long) Math.floor(y);
    double across = eased(x - left);
    double up = eased(y - low);
    double below = mix(corner(left, low), corner(left + 1, low), across);
    double above = mix(corner(left, low + 1), corner(left + 1, low + 1), across);
    return mix(below, above, up);
  }

  private static double eased(double t) {
    return t * t * (3 - 2 * t);
  }

  private static double mix(double a, double b, double share) {
    return a + (b - a) * share;
  }

  private static double corner(long x, long y) {
    long bits = x * 0x9e3779b97f4a7c15L + y * 0xc2b2ae3d27d4eb4fL;
    bits = (bits ^ (bits >>> 29)) * 0xbf58476d1ce4e5b9L;
    return (bits >>> 40) / (double) (1L << 24);
  }
}
