package dev.jclip.cli.command.bench;

import java.util.Optional;
import java.util.stream.Stream;

/** What is timed. */
enum Case {
  /** Prepared images through the image tower, together. */
  IMAGES("images/s", "image", Workload.BATCH, Unit.PER_SECOND),
  /** Captions through the tokenizer and the text tower, together. */
  CAPTIONS("captions/s", "text", Workload.BATCH, Unit.PER_SECOND),
  /** A prepared image alone. */
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

  /** The case that a peer is about to compute, if it is one of these. */
  static Optional<Case> of(PeerCase peer) {
    return Stream.of(values()).filter(timed -> timed.covers(peer)).findFirst();
  }

  /** Files are a case whatever their number. */
  private boolean covers(PeerCase peer) {
    return peer.what().equals(peersName) && (this == FILES || peer.batch() == batch);
  }

  /** The figure of a call with so many inputs. */
  double figure(int inputs, double seconds) {
    return switch (unit) {
      case PER_SECOND -> inputs / seconds;
      case MILLISECONDS -> 1e3 * seconds;
    };
  }

  /** The figure of the calls that this share of all is faster than. */
  double figure(Times times, double share) {
    return figure(times.inputs(), times.percentile(share));
  }

  /** Whether one figure is the better one. */
  boolean better(double figure, double other) {
    return switch (unit) {
      case PER_SECOND -> figure > other;
      case MILLISECONDS -> figure < other;
    };
  }
}
