package dev.jclip.checkpoint;

import dev.jclip.nn.ParameterSpec;
import dev.jclip.nn.WeightSource;
import dev.jclip.nn.Weights;
import dev.jclip.tensor.TensorScope;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;

/**
 * The tensors of a CLIP model and of the detector beside it, as those of one model.
 *
 * @param clip of the model
 * @param specs those of its tensors in whose place the detector has none
 * @param detector of the detector
 * @param names of the detector's tensors
 */
record DetectorWeights(
    WeightSource clip, List<ParameterSpec> specs, WeightLoader detector, Set<String> names)
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
    return names.contains(spec.name()) ? detector : clip;
  }

  @Override
  public Weights readAll() {
    Weights weights = detector.readAll();
    try {
      for (ParameterSpec spec : specs) {
        try (TensorScope _ = TensorScope.inference()) {
          weights.add(spec.name(), clip.read(spec));
        }
      }
      return weights;
    } catch (RuntimeException | Error e) {
      weights.close();
      throw e;
    }
  }

  @Override
  public void close() {
    detector.close();
    clip.close();
  }
}
