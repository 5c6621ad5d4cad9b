package dev.jclip.model.precision;

import dev.jclip.config.Precision;
import dev.jclip.config.TowerPrecision;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A precision to try for a tower: one for all blocks, or for all but those that 8-bit integers hurt
 * most.
 *
 * @param most what most blocks compute in
 * @param spared how many do not
 * @param instead what those compute in
 */
public record Candidate(Precision most, int spared, Precision instead) {
  private static final Candidate EXACT = of(Precision.F32);

  private static Candidate of(Precision precision) {
    return new Candidate(precision, 0, precision);
  }

  /**
   * What to try, the fastest first and float32 last. A part that has no blocks computes a few rows
   * at a time: it takes as long as its weights take to come from memory, and those of 8 bits are
   * the fastest.
   *
   * @param nanos how long a block takes in each precision it has
   * @param blocks how many there are
   */
  public static List<Candidate> of(Map<Precision, Long> nanos, int blocks) {
    if (blocks == 0) {
      return List.of(of(Precision.INT8), EXACT);
    }
    Stream<Candidate> faster =
        Stream.concat(nanos.keySet().stream().map(Candidate::of), mixtures(nanos, blocks))
            .filter(candidate -> candidate.nanos(nanos, blocks) < EXACT.nanos(nanos, blocks))
            .sorted(Comparator.comparingLong(candidate -> candidate.nanos(nanos, blocks)));
    return Stream.concat(faster, Stream.of(EXACT)).toList();
  }

  private static Stream<Candidate> mixtures(Map<Precision, Long> nanos, int blocks) {
    if (!nanos.containsKey(Precision.INT8)) {
      return Stream.empty();
    }
    Precision instead =
        Stream.of(Precision.F32, Precision.BF16)
            .filter(nanos::containsKey)
            .min(Comparator.comparingLong(precision -> nanos(nanos, precision)))
            .orElseThrow();
    return IntStream.iterate(1, spared -> spared < blocks, spared -> 2 * spared)
        .mapToObj(spared -> new Candidate(Precision.INT8, spared, instead));
  }

  private long nanos(Map<Precision, Long> perBlock, int blocks) {
    return (blocks - spared) * nanos(perBlock, most) + spared * nanos(perBlock, instead);
  }

  private static long nanos(Map<Precision, Long> perBlock, Precision precision) {
    return Objects.requireNonNull(perBlock.get(precision));
  }

  /** Whether it matters which blocks are hurt most. */
  public boolean sparesSome() {
    return spared > 0;
  }

  /**
   * The candidate for one tower.
   *
   * @param errors what 8-bit integers change in each block; not read if none is spared
   */
  public TowerPrecision precision(List<Double> errors) {
    if (!sparesSome()) {
      return TowerPrecision.of(most);
    }
    var blocks = new ArrayList<>(Collections.nCopies(errors.size(), most));
    IntStream.range(0, errors.size())
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -errors.get(i)))
        .limit(spared)
        .forEach(block -> blocks.set(block, instead));
    return new TowerPrecision(most, blocks);
  }
}
