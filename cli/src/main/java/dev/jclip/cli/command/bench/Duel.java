package dev.jclip.cli.command.bench;

import dev.jclip.cli.option.PrecisionOption;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * jclip and a peer that computed the same in turns.
 *
 * @param timed the case
 * @param precision jclip's
 * @param peer the peer's side
 */
record Duel(Case timed, PrecisionOption precision, PeerCase peer, List<Turn> turns) {
  /**
   * A turn of each side, one behind the other.
   *
   * @param jclip jclip's figure
   * @param peer the peer's figure
   */
  record Turn(double jclip, double peer) {
    /** Of throughputs more is better, of latencies less. */
    double ratio() {
      return jclip / peer;
    }
  }

  /** jclip's figure: the median over the turns. */
  double jclipFigure() {
    return percentile(Turn::jclip, Percentiles.MIDDLE);
  }

  /** The peer's figure: the median over the turns. */
  double peerFigure() {
    return percentile(Turn::peer, Percentiles.MIDDLE);
  }

  /** What this share of the turns' ratios lies below. */
  double ratio(double share) {
    return percentile(Turn::ratio, share);
  }

  /** The median of the turns' ratios. */
  double ratio() {
    return ratio(Percentiles.MIDDLE);
  }

  private double percentile(ToDoubleFunction<Turn> value, double share) {
    return Percentiles.of(turns.stream().mapToDouble(value).toArray(), share);
  }

  /** The one of two in which the peer did better. */
  static Duel harder(Duel a, Duel b) {
    return a.timed.better(a.ratio(), b.ratio()) ? b : a;
  }
}
