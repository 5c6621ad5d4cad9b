package dev.jclip.cli.command.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * jclip's figure of a case beside the fastest peers'.
 *
 * @param timed the case
 * @param precision what jclip computed in
 * @param figure jclip's
 * @param float32 the fastest peer in float32
 * @param fastest the fastest peer in any precision
 */
record Comparison(
    Case timed, String precision, double figure, Optional<PeerFigure> float32, PeerFigure fastest) {
  private static final String FLOAT32 = "f32";

  /** How people read them. */
  static final Table TABLE =
      new Table(
          List.of(
              new Table.Column("case", "case", "%-15s"),
              new Table.Column("precision", "precision", "%-9s"),
              new Table.Column("jclip", "jclip", "%8.1f"),
              new Table.Column("f32Peer", "f32 peer", "%-12s"),
              new Table.Column("f32Figure", "figure", "%8.1f"),
              new Table.Column("f32Ratio", "ratio", "%6.2f"),
              new Table.Column("peer", "any peer", "%-12s"),
              new Table.Column("peerPrecision", "in", "%-5s"),
              new Table.Column("peerFigure", "figure", "%8.1f"),
              new Table.Column("ratio", "ratio", "%6.2f")));

  /** Compares with those of the case's figures that the peers have, if any. */
  static Optional<Comparison> of(
      Case timed, String precision, double figure, List<PeerFigure> peers) {
    List<PeerFigure> inFloat32 =
        peers.stream().filter(peer -> peer.precision().equals(FLOAT32)).toList();
    return fastest(timed, peers)
        .map(peer -> new Comparison(timed, precision, figure, fastest(timed, inFloat32), peer));
  }

  private static Optional<PeerFigure> fastest(Case timed, List<PeerFigure> peers) {
    return peers.stream().reduce((a, b) -> timed.better(b.figure(), a.figure()) ? b : a);
  }

  /** jclip's figure over the peer's: of throughputs more is better, of latencies less. */
  private double ratio(PeerFigure peer) {
    return figure / peer.figure();
  }

  /** As named values, for the table and for JSON. */
  Map<String, Object> fields() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("kind", "comparison");
    fields.put("case", timed.title());
    fields.put("precision", precision);
    fields.put("jclip", figure);
    float32.ifPresent(
        peer -> {
          fields.put("f32Peer", peer.peer());
          fields.put("f32Figure", peer.figure());
          fields.put("f32Ratio", ratio(peer));
        });
    fields.put("peer", fastest.peer());
    fields.put("peerPrecision", fastest.precision());
    fields.put("peerFigure", fastest.figure());
    fields.put("ratio", ratio(fastest));
    return fields;
  }
}
