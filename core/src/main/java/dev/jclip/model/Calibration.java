package dev.jclip.model;

import dev.jclip.config.Precision;
import dev.jclip.config.TowerPrecision;
import dev.jclip.embed.Cosines;
import dev.jclip.embed.Embeddings;
import dev.jclip.nn.packed.CalibrationLayers.BlockFigures;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a precision of a tower was measured to be.
 *
 * @param precision what the tower computes in
 * @param cosines of its embeddings to those of float32
 * @param milliseconds for the blocks of the calibration's batch, by precision
 */
public record Calibration(
    TowerPrecision precision, Cosines cosines, Map<Precision, Double> milliseconds) {
  /** The mean cosine to float32 that a precision must reach: twice as near as is promised. */
  public static final double LEAST_MEAN = 0.9995;

  /** The cosine to float32 that each embedding must reach. */
  public static final double LEAST = 0.9985;

  private static final double NANOS_PER_MILLI = 1e6;

  static Calibration of(
      TowerPrecision precision,
      List<float[]> exact,
      List<float[]> rounded,
      List<BlockFigures> blocks) {
    return new Calibration(
        precision,
        Cosines.of(Embeddings.normalizeAll(rounded), Embeddings.normalizeAll(exact)),
        milliseconds(blocks));
  }

  /** Whether the embeddings are near enough. */
  boolean suffices() {
    return cosines.mean() >= LEAST_MEAN && cosines.least() >= LEAST;
  }

  /**
   * What to try, the fastest first and float32 last: each precision throughout, and 8-bit integers
   * without those blocks that they hurt most.
   */
  static List<TowerPrecision> candidates(List<BlockFigures> blocks) {
    Map<Precision, Double> times = milliseconds(blocks);
    ToDoubleFunction<TowerPrecision> time =
        candidate ->
            IntStream.range(0, blocks.size())
                .mapToDouble(i -> times.getOrDefault(candidate.block(i), Double.MAX_VALUE))
                .sum();
    Stream<TowerPrecision> uniform = times.keySet().stream().map(TowerPrecision::of);
    double exact = time.applyAsDouble(TowerPrecision.EXACT);
    Stream<TowerPrecision> faster =
        Stream.concat(uniform, mixtures(blocks, times))
            .filter(candidate -> time.applyAsDouble(candidate) < exact)
            .sorted(Comparator.comparingDouble(time));
    return Stream.concat(faster, Stream.of(TowerPrecision.EXACT)).toList();
  }

  private static Stream<TowerPrecision> mixtures(
      List<BlockFigures> blocks, Map<Precision, Double> times) {
    if (!times.containsKey(Precision.INT8)) {
      return Stream.empty();
    }
    Precision instead =
        Stream.of(Precision.F32, Precision.BF16)
            .min(Comparator.comparingDouble(p -> times.getOrDefault(p, Double.MAX_VALUE)))
            .orElseThrow();
    List<Integer> byHarm =
        IntStream.range(0, blocks.size())
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -blocks.get(i).in(Precision.INT8).error()))
            .toList();
    return IntStream.iterate(1, spared -> spared < blocks.size(), spared -> 2 * spared)
        .mapToObj(spared -> mixture(blocks.size(), byHarm.subList(0, spared), instead));
  }

  private static TowerPrecision mixture(int blockCount, List<Integer> spared, Precision instead) {
    var precisions = new ArrayList<>(Collections.nCopies(blockCount, Precision.INT8));
    spared.forEach(block -> precisions.set(block, instead));
    return new TowerPrecision(Precision.INT8, precisions);
  }

  /** The middle one of the blocks' times, times their number: robust against what else runs. */
  private static Map<Precision, Double> milliseconds(List<BlockFigures> blocks) {
    var milliseconds = new EnumMap<Precision, Double>(Precision.class);
    for (Precision precision : blocks.getFirst().figures().keySet()) {
      double[] nanos =
          blocks.stream().mapToDouble(block -> block.in(precision).nanos()).sorted().toArray();
      milliseconds.put(precision, nanos[nanos.length / 2] * blocks.size() / NANOS_PER_MILLI);
    }
    return milliseconds;
  }
}
