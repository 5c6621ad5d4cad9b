package dev.jclip.model;

import dev.jclip.config.Precision;
import dev.jclip.nn.Layers;
import dev.jclip.nn.OnDemandWeights;
import dev.jclip.nn.Parameters;
import dev.jclip.nn.PlainLayers;
import dev.jclip.nn.WeightSource;
import dev.jclip.nn.packed.PackedLayers;
import dev.jclip.tensor.TensorScope;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A tower that is built when it is first needed, and the owner of its memory. Safe for many threads
 * at once; {@link #close} must not run beside a use.
 */
final class LazyTower<T> implements AutoCloseable {
  private final WeightSource source;
  private final Precision precision;
  private final String device;
  private final Builder<T> builder;
  private final Deque<Runnable> releases = new ArrayDeque<>();
  private @Nullable T built;

  LazyTower(WeightSource source, Precision precision, String device, Builder<T> builder) {
    this.source = source;
    this.precision = precision;
    this.device = device;
    this.builder = builder;
  }

  /** Makes a tower of a model's tensors. */
  interface Builder<T> {
    T build(Parameters parameters, Layers layers);
  }

  synchronized T get() {
    T tower = built;
    if (tower == null) {
      tower = build();
      built = tower;
    }
    return tower;
  }

  private T build() {
    var weights = new OnDemandWeights(source, device);
    releases.push(weights::close);
    try (TensorScope _ = TensorScope.inference()) {
      return builder.build(weights, layers());
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private Layers layers() {
    if (!device.equals("cpu")) {
      return new PlainLayers();
    }
    var packed = new PackedLayers(precision);
    releases.push(packed::close);
    return packed;
  }

  @Override
  public void close() {
    releases.forEach(Runnable::run);
    releases.clear();
  }
}
