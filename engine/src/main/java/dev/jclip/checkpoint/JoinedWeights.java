package dev.jclip.checkpoint;

import dev.jclip.nn.ParameterSpec;
import dev.jclip.nn.WeightSource;
import dev.jclip.nn.Weights;
import dev.jclip.tensor.TensorScope;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.bytedeco.pytorch.Tensor;

/**
 * The tensors of a model and of what stands in files beside it, as those of one model.
 *
 * @param model of the model
 * @param specs those of its tensors that are not read from beside it
 * @param beside of the files beside it
 * @param isBeside whether the tensor of a name is read from there
 */
record JoinedWeights(
    WeightSource model, List<ParameterSpec> specs, WeightLoader beside, Predicate<String> isBeside)
    implements WeightSource {
  @Override
  public Tensor read(ParameterSpec spec, Function<long[], Tensor> memory) {
    return of(spec).read(spec, memory);
  }

  @Override
  public float number(ParameterSpec spec) {
    return of(spec).number(spec);
  }

  private WeightSource of(ParameterSpec spec) {
    return isBeside.test(spec.name()) ? beside : model;
  }

  @Override
  public Weights readAll() {
    var weights = new Weights();
    try {
      for (ParameterSpec spec : specs) {
        try (TensorScope _ = TensorScope.inference()) {
          weights.add(spec.name(), model.read(spec));
        }
      }
      beside.readInto(weights);
      return weights;
    } catch (RuntimeException | Error e) {
      weights.close();
      throw e;
    }
  }

  @Override
  public void close() {
    beside.close();
    model.close();
  }
}
