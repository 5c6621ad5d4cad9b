package dev.jclip.cli.command.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A peer's figure of a case: the median over the rounds. */
record PeerFigure(String peer, String precision, double figure) {
  /** All peers' figures of a case. */
  static List<PeerFigure> of(Case timed, List<PeerLine> lines) {
    record Which(String peer, String precision) {}

    Map<Which, List<Double>> rounds =
        lines.stream()
            .filter(timed::covers)
            .collect(
                Collectors.groupingBy(
                    line -> new Which(line.peer(), line.precision()),
                    LinkedHashMap::new,
                    Collectors.mapping(timed::figure, Collectors.toList())));
    var figures = new ArrayList<PeerFigure>();
    rounds.forEach(
        (which, values) ->
            figures.add(
                new PeerFigure(which.peer(), which.precision(), Percentiles.median(values))));
    return figures;
  }
}
