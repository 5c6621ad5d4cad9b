package dev.jclip.nn;

import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import java.util.function.Function;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;

/**
 * Reads each tensor when a layer asks for it, so that what is only copied is in memory no longer
 * than the layer takes; the owner of the others. For one thread.
 */
public final class OnDemandWeights implements Parameters, AutoCloseable {
  private final WeightSource source;
  private final String device;
  private final Weights kept = new Weights();
  private final CopyMemory copies = new CopyMemory();

  /**
   * Reads from a source, which stays the caller's.
   *
   * @param device where the tensors go, such as {@code cpu} or {@code cuda:0}
   */
  public OnDemandWeights(WeightSource source, String device) {
    this.source = source;
    this.device = device;
  }

  @Override
  public Tensor parameter(String name, long... shape) {
    return keep(ParameterSpec.of(name, shape, true));
  }

  @Override
  public Tensor buffer(String name, long... shape) {
    return keep(ParameterSpec.of(name, shape, false));
  }

  @Override
  public Tensor copy(String name, long... shape) {
    return read(ParameterSpec.of(name, shape, true), copies::tensor);
  }

  private Tensor keep(ParameterSpec spec) {
    if (!kept.tensors().containsKey(spec.name())) {
      try (TensorScope _ = TensorScope.inference()) {
        kept.add(spec.name(), read(spec, Tensors::empty));
      }
    }
    return kept.parameter(spec.name(), spec.dimensions());
  }

  private Tensor read(ParameterSpec spec, Function<long[], Tensor> memory) {
    Tensor tensor = source.read(spec, memory);
    return tensor.to(new Device(device), tensor.scalar_type());
  }

  /** Frees the memory in which copies were read; it comes again with the next copy. */
  public void freeCopies() {
    copies.close();
  }

  @Override
  public void close() {
    freeCopies();
    kept.close();
  }
}
