package dev.jclip.model.coca;

import dev.jclip.config.VisionConfig.TokenGrid;
import dev.jclip.nn.LayerNorm;
import dev.jclip.nn.Linear;
import dev.jclip.nn.Parameters;
import org.bytedeco.pytorch.Tensor;

/** Brings the tokens of any image tower to a caption decoder's width, and says where they are. */
final class ImageProjection {
  private static final double EPSILON = 1e-5;

  private final LayerNorm norm;
  private final Linear projection;
  private final Tensor positionalEmbedding;

  /** Takes {@code ln_in}, {@code proj} and {@code positional_embedding} [M, W]. */
  ImageProjection(Parameters parameters, TokenGrid tokens, long width) {
    norm = new LayerNorm(parameters.at("ln_in"), tokens.width(), EPSILON);
    projection = new Linear(parameters.at("proj"), tokens.width(), width);
    positionalEmbedding = parameters.parameter("positional_embedding", tokens.count(), width);
  }

  /**
   * Projects the tokens of images.
   *
   * @param tokens [B, M, D]
   * @return [B, M, W]
   */
  Tensor forward(Tensor tokens) {
    return projection.forward(norm.forward(tokens)).add(positionalEmbedding);
  }
}
