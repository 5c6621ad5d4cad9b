package dev.jclip.eval.detection;

/** Objects by their areas in square pixels, as COCO tells them apart; both ends are included. */
enum AreaRange {
  ALL("", 0, 1e10),
  SMALL("_small", 0, 32 * 32),
  MEDIUM("_medium", 32 * 32, 96 * 96),
  LARGE("_large", 96 * 96, 1e10);

  private final String suffix;
  private final double least;
  private final double most;

  AreaRange(String suffix, double least, double most) {
    this.suffix = suffix;
    this.least = least;
    this.most = most;
  }

  /** What figures of this range end in. */
  String suffix() {
    return suffix;
  }

  boolean holds(double area) {
    return area >= least && area <= most;
  }
}
