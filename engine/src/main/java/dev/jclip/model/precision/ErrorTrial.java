package dev.jclip.model.precision;

import dev.jclip.config.Precision;
import dev.jclip.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Measures what 8-bit integers change in the outputs of each block. */
public final class ErrorTrial implements BlockwiseLayers.Observer {
  private final List<Double> errors = new ArrayList<>();

  @Override
  public void see(PrecisionForms block, Tensor x, Tensor y) {
    Tensor error = block.compute(Precision.INT8, x).sub(y).norm().div(y.norm());
    errors.add((double) Tensors.floats(error)[0]);
  }

  /** The norm of what each block's outputs differ by, as a part of the norm of all. */
  public List<Double> errors() {
    return List.copyOf(errors);
  }
}
