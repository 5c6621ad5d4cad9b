package dev.jclip.eval.detection;

/** The numbers between which COCO's figures are means, rounded as NumPy's linspace rounds them. */
final class Thresholds {
  /** How many overlaps there are, from 0.5 to 0.95. */
  static final int OVERLAPS = 10;

  /** How many recalls there are, from 0 to 1. */
  static final int RECALLS = 101;

  private Thresholds() {}

  /** The least overlap with which a detection has found an object. */
  static double overlap(int index) {
    return index == OVERLAPS - 1 ? 0.95 : index * ((0.95 - 0.5) / (OVERLAPS - 1)) + 0.5;
  }

  /** A recall at which precision is taken. */
  static double recall(int index) {
    return index == RECALLS - 1 ? 1 : index * (1.0 / (RECALLS - 1));
  }
}
