package dev.jclip.model.owl;

import dev.jclip.model.clip.VisionTransformer;
import dev.jclip.nn.Layers;
import dev.jclip.nn.Parameters;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;

/** The image tower with its heads. Immutable; may be used by many threads at once. */
public final class OwlImageTower implements CellPredictor {
  /** Keeps vectors of zeros from being divided by 0. */
  private static final double SMALLEST_NORM = 1e-6;

  private final OwlConfig config;
  private final VisionTransformer vision;
  private final OwlHeads heads;

  /**
   * Builds the tower.
   *
   * @param parameters the tensors of the whole model
   */
  public OwlImageTower(OwlConfig config, Parameters parameters, Layers layers) {
    this.config = config;
    vision =
        new VisionTransformer(
            config.vision(), config.towers().embedDim(), parameters.at("visual"), layers);
    heads = new OwlHeads(config.heads(), parameters, layers);
  }

  /** For another size than the architecture's the positions are interpolated. */
  @Override
  public CellPredictions forward(Tensor pixels) {
    int patch = config.vision().patchSize();
    return heads.forward(cells(vision, pixels), pixels.size(2) / patch, pixels.size(3) / patch);
  }

  /**
   * The patches of images, each times the class token: what heads take of a Vision Transformer.
   *
   * @param pixels [B, 3, H, W], normalised
   * @return [B, N, D]
   */
  public static Tensor cells(VisionTransformer vision, Tensor pixels) {
    Tensor tokens = vision.normalized(vision.hiddenStates(pixels).last()); // [B, 1+N, D]
    Tensor classToken = tokens.narrow(1, 0, 1); // [B, 1, D]
    return tokens.narrow(1, 1, tokens.size(1) - 1).mul(classToken);
  }

  /**
   * Compares cells with queries.
   *
   * @param cells of an image
   * @param queries [Q, E], or [B, Q, E] where each image has its own; not necessarily normalised
   * @return the logits [B, N, Q]
   */
  public static Tensor logits(CellPredictions cells, Tensor queries) {
    Tensor cosines = unit(cells.embeddings()).matmul(unit(queries).transpose(-2, -1)); // [B, N, Q]
    return cosines.add(cells.shift().unsqueeze(2)).mul(cells.scale().unsqueeze(2));
  }

  private static Tensor unit(Tensor x) {
    boolean keepDimension = true;
    Tensor norm = x.norm(new ScalarOptional(new Scalar(2)), new long[] {-1}, keepDimension);
    return x.div(norm.add(new Scalar(SMALLEST_NORM)));
  }
}
