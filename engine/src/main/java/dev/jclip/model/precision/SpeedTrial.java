package dev.jclip.model.precision;

import dev.jclip.config.Precision;
import dev.jclip.config.TowerPrecision;
import dev.jclip.nn.fast.PackedLayers;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.start.Engine;
import dev.jclip.tensor.thread.Workers;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.Tensor;

/**
 * Measures how long the first block takes in each precision, as it is used on many inputs: each
 * thread computes all of it, side by side with the others.
 */
public final class SpeedTrial implements BlockwiseLayers.Observer {
  /**
   * The warm-up ends when the minimum time has not fallen for so long. Java's compiler, and the
   * engine where it makes kernels, have then done their best.
   */
  private static final long PATIENCE_NANOS = 250_000_000;

  private static final double NANOS_PER_MILLI = 1e6;

  /** Less is chance. */
  private static final double FALLS_TO = 0.97;

  /** In which all take turns, so that a machine that is slow for a while is so for all. */
  private static final int ROUNDS = 7;

  private final Map<Precision, Long> nanos = new EnumMap<>(Precision.class);
  private int blocks;

  @Override
  public void see(PrecisionForms block, Tensor x, Tensor y) {
    blocks++;
    if (blocks > 1) {
      return;
    }
    var layers = new ArrayList<PackedLayers>();
    try {
      var forms = new EnumMap<Precision, UnaryOperator<Tensor>>(Precision.class);
      for (Precision precision : block.precisions()) {
        var packed = new PackedLayers(TowerPrecision.of(precision));
        layers.add(packed);
        forms.put(precision, block.in(precision, packed));
      }
      measure(forms, x);
    } finally {
      layers.forEach(PackedLayers::close);
    }
  }

  /** How many blocks there were. */
  public int blocks() {
    return blocks;
  }

  /** How long a block takes in each precision it has. */
  public Map<Precision, Long> nanos() {
    return Map.copyOf(nanos);
  }

  /** How many milliseconds all blocks would take in each precision. */
  public Map<Precision, Double> milliseconds() {
    return nanos.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, nanos -> nanos.getValue() * blocks / NANOS_PER_MILLI));
  }

  private void measure(Map<Precision, UnaryOperator<Tensor>> forms, Tensor x) {
    forms.values().forEach(form -> warmUp(form, x));
    var times = new EnumMap<Precision, List<Long>>(Precision.class);
    for (int round = 0; round < ROUNDS; round++) {
      forms.forEach(
          (precision, form) ->
              times.computeIfAbsent(precision, _ -> new ArrayList<>()).add(time(form, x)));
    }
    times.forEach(
        (precision, all) -> nanos.put(precision, all.stream().sorted().toList().get(ROUNDS / 2)));
  }

  private static void warmUp(UnaryOperator<Tensor> form, Tensor x) {
    long least = Long.MAX_VALUE;
    long fallen = System.nanoTime();
    while (System.nanoTime() - fallen < PATIENCE_NANOS) {
      long nanos = time(form, x);
      if (nanos < FALLS_TO * least) {
        least = nanos;
        fallen = System.nanoTime();
      }
    }
  }

  private static long time(UnaryOperator<Tensor> form, Tensor x) {
    int threads = Engine.threads();
    long start = System.nanoTime();
    Workers.map(
        threads,
        _ -> {
          try (TensorScope _ = TensorScope.inference()) {
            return form.apply(x).numel();
          }
        });
    return System.nanoTime() - start;
  }
}
