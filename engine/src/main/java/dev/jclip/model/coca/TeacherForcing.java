package dev.jclip.model.coca;

import dev.jclip.config.ClipConfig;
import dev.jclip.model.VisionTower;
import dev.jclip.nn.AttentionMask;
import dev.jclip.nn.HiddenStates;
import dev.jclip.nn.Layers;
import dev.jclip.nn.Parameters;
import org.bytedeco.pytorch.Tensor;

/**
 * The caption decoder as it is trained: every token of known captions is scored from the image and
 * the tokens before it, all at once (CoCa, arXiv 2205.01917, equation 3). Immutable; may be used by
 * many threads at once.
 */
public final class TeacherForcing {
  private final Decoder decoder;

  /** Takes the tensors below {@code text_decoder}. */
  public TeacherForcing(ClipConfig config, Parameters parameters, Layers layers) {
    decoder = Decoder.of(config, parameters, layers);
  }

  /**
   * What a decoder describes of images.
   *
   * @param config of the whole model
   * @param tower the image tower
   * @param states that it gave
   * @return [B, M, D]
   */
  public static Tensor described(ClipConfig config, VisionTower tower, HiddenStates states) {
    return config.decoder().orElseThrow().isSeparate()
        ? tower.tokens(states)
        : tower.describedTokens(states.last());
  }

  /**
   * Scores what follows each token of captions.
   *
   * @param captions [B, L, W], the text tower's tokens before its final LayerNorm, without a class
   *     token
   * @param images [B, M, D], what is {@linkplain #described described} of each caption's image
   * @return [B, L, V] logits
   */
  public Tensor logits(Tensor captions, Tensor images) {
    Tensor memory = decoder.images().apply(images);
    Tensor x = captions;
    for (DecoderLayer layer : decoder.layers()) {
      x =
          layer.forward(
              x,
              (attention, in) -> attention.forward(in, AttentionMask.ofCausal()),
              (attention, in) ->
                  attention.forward(in, layer.keyValues(memory), AttentionMask.none()));
    }
    return decoder.logits(x);
  }
}
