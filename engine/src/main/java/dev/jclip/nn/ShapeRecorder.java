package dev.jclip.nn;

import dev.jclip.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Gives out tensors without memory and notes what was asked for. For one thread, inside a scope.
 */
public final class ShapeRecorder implements Parameters {
  private final List<ParameterSpec> specs = new ArrayList<>();

  /** What was asked for so far, in that order. */
  public List<ParameterSpec> specs() {
    return List.copyOf(specs);
  }

  @Override
  public Tensor parameter(String name, long... shape) {
    return record(ParameterSpec.of(name, shape, true));
  }

  @Override
  public Tensor buffer(String name, long... shape) {
    return record(ParameterSpec.of(name, shape, false));
  }

  private Tensor record(ParameterSpec spec) {
    specs.add(spec);
    return Tensors.meta(spec.dimensions());
  }
}
