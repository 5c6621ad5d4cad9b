package dev.jclip.checkpoint;

import dev.jclip.nn.ParameterSpec;
import dev.jclip.nn.WeightSource;
import dev.jclip.nn.Weights;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;

/**
 * The tensors of two checkpoints, as those of one model.
 *
 * @param towers of the model without its caption decoder
 * @param decoder of the caption decoder
 */
record JoinedWeights(WeightLoader towers, WeightLoader decoder) implements WeightSource {
  @Override
  public Tensor read(ParameterSpec spec, Function<long[], Tensor> memory) {
    return of(spec).read(spec, memory);
  }

  @Override
  public float number(ParameterSpec spec) {
    return of(spec).number(spec);
  }

  private WeightLoader of(ParameterSpec spec) {
    return CaptionDecoderFiles.hold(spec.name()) ? decoder : towers;
  }

  @Override
  public Weights readAll() {
    Weights weights = towers.readAll();
    try {
      decoder.readInto(weights);
      return weights;
    } catch (RuntimeException | Error e) {
      weights.close();
      throw e;
    }
  }

  @Override
  public void close() {
    decoder.close();
    towers.close();
  }
}
