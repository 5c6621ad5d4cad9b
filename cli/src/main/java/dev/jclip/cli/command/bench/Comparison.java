package dev.jclip.cli.command.bench;

import dev.jclip.cli.option.PrecisionOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * jclip in one precision beside the peers that did best against it in a case.
 *
 * @param float32 the one in float32
 * @param any the one in any precision
 */
record Comparison(Optional<Duel> float32, Duel any) {
  private static final double LOW = 0.25;
  private static final double HIGH = 0.75;

  /** How people read them. */
  static final Table TABLE =
      new Table(
          List.of(
              new Table.Column("case", "case", "%-15s"),
              new Table.Column("precision", "precision", "%-9s"),
              new Table.Column("f32Peer", "f32 peer", "%-12s"),
              new Table.Column("f32Figure", "figure", "%7.1f"),
              new Table.Column("f32Jclip", "jclip", "%7.1f"),
              new Table.Column("f32Ratio", "ratio", "%5.2f"),
              new Table.Column("f32RatioLow", "25 %", "%5.2f"),
              new Table.Column("f32RatioHigh", "75 %", "%5.2f"),
              new Table.Column("peer", "any peer", "%-12s"),
              new Table.Column("peerPrecision", "in", "%-4s"),
              new Table.Column("peerFigure", "figure", "%7.1f"),
              new Table.Column("jclip", "jclip", "%7.1f"),
              new Table.Column("ratio", "ratio", "%5.2f"),
              new Table.Column("ratioLow", "25 %", "%5.2f"),
              new Table.Column("ratioHigh", "75 %", "%5.2f")));

  /** One for each case and precision of the duels, in the order of cases and precisions. */
  static List<Comparison> of(List<Duel> duels) {
    var comparisons = new ArrayList<Comparison>();
    for (Case timed : Case.values()) {
      for (PrecisionOption precision : PrecisionOption.values()) {
        List<Duel> among =
            duels.stream()
                .filter(duel -> duel.timed() == timed && duel.precision() == precision)
                .toList();
        hardest(among)
            .ifPresent(any -> comparisons.add(new Comparison(hardest(inFloat32(among)), any)));
      }
    }
    return comparisons;
  }

  private static List<Duel> inFloat32(List<Duel> duels) {
    return duels.stream().filter(duel -> duel.peer().isFloat32()).toList();
  }

  private static Optional<Duel> hardest(List<Duel> duels) {
    return duels.stream().reduce(Duel::harder);
  }

  /** As named values, for the table and for JSON. */
  Map<String, Object> fields() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("kind", "comparison");
    fields.put("case", any.timed().title());
    fields.put("precision", any.precision().toString());
    float32.ifPresent(
        duel -> {
          fields.put("f32Peer", duel.peer().peer());
          fields.put("f32Figure", duel.peerFigure());
          fields.put("f32Jclip", duel.jclipFigure());
          fields.put("f32Ratio", duel.ratio());
          fields.put("f32RatioLow", duel.ratio(LOW));
          fields.put("f32RatioHigh", duel.ratio(HIGH));
        });
    fields.put("peer", any.peer().peer());
    fields.put("peerPrecision", any.peer().precision());
    fields.put("peerFigure", any.peerFigure());
    fields.put("jclip", any.jclipFigure());
    fields.put("ratio", any.ratio());
    fields.put("ratioLow", any.ratio(LOW));
    fields.put("ratioHigh", any.ratio(HIGH));
    return fields;
  }
}
