package dev.jclip.model.detector;

import dev.jclip.config.Activation;
import dev.jclip.model.detector.DetectorConfig.Neck;
import dev.jclip.nn.AttentionMask;
import dev.jclip.nn.LayerNorm;
import dev.jclip.nn.Layers;
import dev.jclip.nn.Linear;
import dev.jclip.nn.Parameters;
import dev.jclip.nn.ResidualAttentionBlock;
import dev.jclip.nn.Transformer;
import org.bytedeco.pytorch.Tensor;

/** Brings cells to the heads' width, says where they are, and lets them see one another. */
final class CellNeck {
  private static final double EPSILON = 1e-5;
  private static final int MLP_RATIO = 4;

  private final LayerNorm norm;
  private final Linear projection;
  private final Tensor positionalEmbedding;
  private final Transformer transformer;

  /** Takes {@code ln_in}, {@code proj}, {@code positional_embedding} and {@code transformer}. */
  CellNeck(Neck shape, long cellWidth, long side, Parameters parameters, Layers layers) {
    int width = shape.width();
    norm = new LayerNorm(parameters.at("ln_in"), cellWidth, EPSILON);
    projection = new Linear(parameters.at("proj"), cellWidth, width);
    positionalEmbedding = parameters.parameter("positional_embedding", side * side, width);
    transformer =
        layers.transformer(
            parameters.at("transformer"),
            shape.layers(),
            new ResidualAttentionBlock.Shape(
                width, shape.heads(), MLP_RATIO * width, Activation.GELU, false, EPSILON));
  }

  /**
   * Applies the neck.
   *
   * @param cells [B, N, D]
   * @return [B, N, W]
   */
  Tensor forward(Tensor cells) {
    Tensor placed = projection.forward(norm.forward(cells)).add(positionalEmbedding);
    return transformer.forward(placed, AttentionMask.none()).last();
  }
}
