package dev.jclip.model.clipseg;

import dev.jclip.model.clip.VisionTransformer;
import dev.jclip.nn.Layers;
import dev.jclip.nn.Parameters;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The image tower as far as masks need it, and the decoder. Prompts are embeddings of CLIP's text
 * tower or of its whole image tower, as these give them, not normalised. Immutable; may be used by
 * many threads at once.
 */
public final class ClipSegModel {
  private final ClipSegConfig config;
  private final VisionTransformer vision;
  private final ClipSegDecoder decoder;

  /**
   * Builds the model.
   *
   * @param parameters the tensors of the whole model
   */
  public ClipSegModel(ClipSegConfig config, Parameters parameters, Layers layers) {
    this.config = config;
    vision =
        new VisionTransformer(
            config.shortened(), config.towers().embedDim(), parameters.at("visual"), layers);
    decoder = new ClipSegDecoder(config, parameters);
  }

  /**
   * What the decoder reads of images, however often they are asked about.
   *
   * @param pixels [B, 3, H, W], normalised; for another size than the architecture's the positions
   *     are interpolated
   * @return [B, 1+N, D] behind each of the extracted blocks
   */
  public List<Tensor> states(Tensor pixels) {
    return vision.statesBehind(pixels, config.extracted());
  }

  /**
   * Makes masks.
   *
   * @param states of images, or of one image that all prompts are about
   * @param prompts [B, E]
   * @param height of the images in pixels
   * @return logits of pixels in whole patches, [B, H, W]
   */
  public Tensor masks(List<Tensor> states, Tensor prompts, long height) {
    long batch = prompts.size(0);
    List<Tensor> each = states.stream().map(state -> state.expand(batch, -1, -1)).toList();
    return decoder.forward(each, prompts, height / config.vision().patchSize());
  }
}
