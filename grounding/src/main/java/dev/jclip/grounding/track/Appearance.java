package dev.jclip.grounding.track;

/** What an object looks like: a vector of length 1. Immutable. */
final class Appearance {
  /** The cosine at which two vectors are as likely of one object as of two. */
  private static final double UNDECIDED = 0.88;

  private static final double SPREAD = 0.02;

  /** No likeness says more, since vectors may be of what stands before the object. */
  private static final double MOST = 4;

  private static final float NEWEST = 0.15f;

  private final float[] unit;

  /**
   * Takes a vector of any length.
   *
   * @throws IllegalArgumentException if it has no direction
   */
  Appearance(float[] vector) {
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    double norm = Math.sqrt(squares);
    if (!(norm > 0 && norm < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "expected an appearance vector of finite numbers that are not all 0, found one of %d numbers and length %s"
              .formatted(vector.length, norm));
    }
    unit = new float[vector.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) (vector[i] / norm);
    }
  }

  int size() {
    return unit.length;
  }

  /** The logarithm of how many times likelier two vectors are if they are of one object. */
  double likeness(Appearance other) {
    double cosine = 0;
    for (int i = 0; i < unit.length; i++) {
      cosine += unit[i] * other.unit[i];
    }
    return Math.clamp((cosine - UNDECIDED) / SPREAD, -MOST, MOST);
  }

  /** Mostly this, and a little of what is seen now; what is seen now, if they cancel out. */
  Appearance mixed(Appearance now) {
    float[] sum = new float[unit.length];
    float left = 0;
    for (int i = 0; i < sum.length; i++) {
      sum[i] = (1 - NEWEST) * unit[i] + NEWEST * now.unit[i];
      left = Math.max(left, Math.abs(sum[i]));
    }
    return left == 0 ? now : new Appearance(sum);
  }
}
