package dev.jclip.grounding.track;

import dev.jclip.detect.Box;

/** Where a box goes: its centre, and the logarithms of its sides, one {@link Motion} each. */
final class BoxMotion {
  /** Deviations of a detected box, of a first velocity, and of its change, in box sizes. */
  private static final double NOISE = 0.06;

  private static final double SPEED = 0.25;
  private static final double ACCELERATION = 0.06;

  /** Deviations of the logarithms of a box's sides, and of how they change. */
  private static final double STRETCH = 0.12;

  private static final double GROWTH = 0.02;

  /** What moves less, in box sizes and in one frame, rests. */
  private static final double RESTS = 0.08;

  private final Motion x;
  private final Motion y;
  private final Motion width;
  private final Motion height;

  BoxMotion(Box box) {
    double size = size(box);
    x = new Motion(box.centerX(), NOISE * size, SPEED * size);
    y = new Motion(box.centerY(), NOISE * size, SPEED * size);
    width = new Motion(log(box.width()), STRETCH, GROWTH);
    height = new Motion(log(box.height()), STRETCH, GROWTH);
  }

  /** The side of a square with the box's area, at least one pixel. */
  static double size(Box box) {
    return Math.sqrt(Math.max(box.width(), 1) * Math.max(box.height(), 1));
  }

  private static double log(double side) {
    return Math.log(Math.max(side, 1));
  }

  Box expected() {
    return Box.around(
        x.position(), y.position(), Math.exp(width.position()), Math.exp(height.position()));
  }

  void predict() {
    double acceleration = ACCELERATION * size(expected());
    x.predict(acceleration);
    y.predict(acceleration);
    width.predict(GROWTH);
    height.predict(GROWTH);
  }

  /**
   * The logarithm of the density of a box's centre in square pixels and of its logarithmic sides.
   */
  double logDensity(Box box) {
    double noise = NOISE * size(box);
    return x.logDensity(box.centerX(), noise)
        + y.logDensity(box.centerY(), noise)
        + width.logDensity(log(box.width()), STRETCH)
        + height.logDensity(log(box.height()), STRETCH);
  }

  void correct(Box box) {
    double noise = NOISE * size(box);
    x.correct(box.centerX(), noise);
    y.correct(box.centerY(), noise);
    width.correct(log(box.width()), STRETCH);
    height.correct(log(box.height()), STRETCH);
  }

  boolean rests() {
    return Math.hypot(x.velocity(), y.velocity()) < RESTS * size(expected());
  }
}
