package dev.jclip.cli.command.bench;

/** What is timed. */
enum Case {
  /** Prepared pictures through the image tower, together. */
  IMAGES("images/s", "image", Workload.BATCH, Unit.PER_SECOND),
  /** Captions through the tokenizer and the text tower, together. */
  CAPTIONS("captions/s", "text", Workload.BATCH, Unit.PER_SECOND),
  /** A prepared picture alone. */
  IMAGE("one image, ms", "image", 1, Unit.MILLISECONDS),
  /** A caption alone. */
  CAPTION("one caption, ms", "text", 1, Unit.MILLISECONDS),
  /** Files from the disk to embeddings. */
  FILES("files/s", "files", 0, Unit.PER_SECOND);

  /** What a case's figure is: more is better, or less. */
  enum Unit {
    PER_SECOND,
    MILLISECONDS
  }

  private final String title;
  private final String peersName;
  private final int batch;
  private final Unit unit;

  Case(String title, String peersName, int batch, Unit unit) {
    this.title = title;
    this.peersName = peersName;
    this.batch = batch;
    this.unit = unit;
  }

  /** What people read. */
  String title() {
    return title;
  }

  /** The figure of the calls that this share of all is faster than. */
  double figure(Times times, double share) {
    double seconds = times.percentile(share);
    return switch (unit) {
      case PER_SECOND -> times.inputs() / seconds;
      case MILLISECONDS -> 1e3 * seconds;
    };
  }

  /** The figure of the median call. */
  double figure(Times times) {
    return figure(times, Percentiles.MIDDLE);
  }

  /** Whether a figure of the peers is of this case; files are a case whatever their number. */
  boolean covers(PeerLine line) {
    return line.what().equals(peersName) && (this == FILES || line.batch() == batch);
  }

  /** A peer's figure. */
  double figure(PeerLine line) {
    return switch (unit) {
      case PER_SECOND -> line.perSecond();
      case MILLISECONDS -> line.milliseconds();
    };
  }

  /** Whether one figure is the better one. */
  boolean better(double figure, double other) {
    return switch (unit) {
      case PER_SECOND -> figure > other;
      case MILLISECONDS -> figure < other;
    };
  }
}
