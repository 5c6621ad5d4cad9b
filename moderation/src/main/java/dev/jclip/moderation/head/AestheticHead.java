package dev.jclip.moderation.head;

import dev.jclip.error.CheckpointException;
import dev.jclip.weights.StateDict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * LAION's aesthetic predictors: how much people like an image, from about 1 to 10. Both published
 * forms are read: one linear layer, and five layers without a non-linearity between them.
 */
public final class AestheticHead implements Head {
  private final List<Dense> layers;
  private final double limit;
  private final double sign;

  private AestheticHead(List<Dense> layers, double limit, double sign) {
    this.layers = layers;
    this.limit = limit;
    this.sign = sign;
  }

  /**
   * Reads a predictor.
   *
   * @param below whether ratings below the limit are what is looked for; otherwise those above
   * @throws dev.jclip.error.CheckpointException if the file is no such predictor
   */
  public static AestheticHead read(Path file, double limit, boolean below) {
    try (StateDict state = StateDict.open(file)) {
      List<String> names =
          state.contains("weight")
              ? List.of("")
              : List.of("layers.0", "layers.2", "layers.4", "layers.6", "layers.7");
      var layers = new ArrayList<Dense>();
      for (String name : names) {
        Dense layer = Dense.read(state, name);
        layers.add(layers.isEmpty() ? layer : layer.after(layers.getLast(), state));
      }
      if (layers.getLast().outputs() != 1) {
        throw new CheckpointException(
            "%s: expected one output, the rating, found %d"
                .formatted(file, layers.getLast().outputs()));
      }
      return new AestheticHead(layers, limit, below ? -1 : 1);
    }
  }

  @Override
  public int embedDim() {
    return layers.getFirst().inputs();
  }

  /** The rating of an embedding of norm 1. */
  public double rating(float[] embedding) {
    double[] values = new double[embedding.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = embedding[i];
    }
    for (Dense layer : layers) {
      values = layer.apply(values);
    }
    return values[0];
  }

  /** The logistic function of how far the rating lies beyond the limit. */
  @Override
  public double probability(float[] embedding) {
    return 1 / (1 + Math.exp(-sign * (rating(embedding) - limit)));
  }
}
