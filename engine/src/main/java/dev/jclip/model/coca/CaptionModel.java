package dev.jclip.model.coca;

import dev.jclip.config.ClipConfig;
import dev.jclip.config.TextConfig;
import dev.jclip.config.TextPooling;
import dev.jclip.nn.AttentionMask;
import dev.jclip.nn.Layers;
import dev.jclip.nn.Parameters;
import dev.jclip.nn.ResidualAttentionBlock;
import dev.jclip.tensor.Tensors;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The part of CoCa that scores a caption's next tokens (arXiv 2205.01917, section 3.2): the text
 * tower's blocks without its class token, which no other token sees, and the decoder. All tokens at
 * once or a few at a time give the same numbers. Immutable; may be used by many threads at once.
 */
public final class CaptionModel {
  private final TextConfig text;
  private final Tensor tokenEmbedding;
  private final Tensor positionalEmbedding;
  private final List<CaptionBlock> unimodal;
  private final Decoder decoder;

  /**
   * Takes the tensors of the text tower's blocks, which stand at the root of the model, and those
   * below {@code text_decoder}.
   *
   * @param config an architecture with a decoder
   */
  public CaptionModel(ClipConfig config, Parameters parameters, Layers layers) {
    text = config.text();
    positionalEmbedding =
        parameters.parameter("positional_embedding", text.positions(), text.width());
    tokenEmbedding = parameters.parameter("token_embedding.weight", text.vocabSize(), text.width());
    ResidualAttentionBlock.Shape shape = unimodalShape(text);
    unimodal =
        IntStream.range(0, text.layers())
            .mapToObj(i -> "transformer.resblocks." + i)
            .map(name -> CaptionBlock.toCaption(parameters.at(name), shape, layers.ofFewRows()))
            .toList();
    decoder = Decoder.of(config, parameters, layers);
  }

  private static ResidualAttentionBlock.Shape unimodalShape(TextConfig text) {
    return new ResidualAttentionBlock.Shape(
        text.width(),
        text.heads(),
        text.mlpWidth(),
        text.activation(),
        text.layerScale(),
        text.layerNormEps());
  }

  /** The most tokens that a caption may have. */
  public static int contextLength(ClipConfig config) {
    return Math.min(config.text().contextLength(), config.decoder().orElseThrow().contextLength());
  }

  /**
   * Makes room for captions of which there are no tokens yet.
   *
   * @param capacity the maximum number of tokens of each
   * @return what the caller closes
   */
  public CaptionCache newCache(int capacity) {
    return new CaptionCache(capacity, unimodal.size(), decoder.layers().size());
  }

  /**
   * Projects what captions attend to.
   *
   * @param tokens [B, M, D], {@linkplain TeacherForcing#described what is described} of them
   * @return what the caller closes
   */
  public ImageMemory remember(Tensor tokens) {
    Tensor images = decoder.images().apply(tokens);
    return new ImageMemory(
        decoder.layers().stream().map(layer -> layer.keyValues(images)).toList());
  }

  /**
   * Scores what follows the last token of each caption.
   *
   * @param added as many new tokens for each caption
   * @param cache the tokens before them, to which they are added
   * @param imageOf which of the images each caption is of, in the images' order
   * @return [B, V] logits
   */
  public Tensor next(int[][] added, CaptionCache cache, ImageMemory images, long[] imageOf) {
    Tensor last = hidden(added, cache, images, imageOf).narrow(1, added[0].length - 1L, 1);
    return decoder.logits(last).squeeze(1);
  }

  /**
   * Scores what follows each of the new tokens.
   *
   * @return [B, N, V] logits
   * @see #next
   */
  public Tensor all(int[][] added, CaptionCache cache, ImageMemory images, long[] imageOf) {
    return decoder.logits(hidden(added, cache, images, imageOf));
  }

  /**
   * What is compared with the vocabulary behind each of the new tokens.
   *
   * @return [B, N, D]
   * @see #next
   */
  public Tensor states(int[][] added, CaptionCache cache, ImageMemory images, long[] imageOf) {
    return decoder.lnFinal().forward(hidden(added, cache, images, imageOf));
  }

  private Tensor hidden(int[][] added, CaptionCache cache, ImageMemory images, long[] imageOf) {
    int position = cache.tokens();
    cache.add(added);
    AttentionMask mask =
        text.pooling() == TextPooling.APPENDED_CLASS
            ? cache.unimodalMask(text.padToken(), positionalEmbedding.device())
            : AttentionMask.ofCausal();
    Tensor x = embed(added, position);
    for (int i = 0; i < unimodal.size(); i++) {
      CaptionBlock block = unimodal.get(i);
      var before = cache.unimodal(i);
      x = block.forward(x, (attention, in) -> attention.forward(in, before, mask));
    }
    for (int i = 0; i < decoder.layers().size(); i++) {
      int layer = i;
      var before = cache.decoder(i);
      x =
          decoder
              .layers()
              .get(i)
              .forward(
                  x,
                  (attention, in) -> attention.forward(in, before, AttentionMask.ofCausal()),
                  (attention, in) -> images.attend(layer, attention, in, imageOf));
    }
    return x;
  }

  private Tensor embed(int[][] added, int position) {
    long[] ids = Stream.of(added).flatMapToInt(IntStream::of).asLongStream().toArray();
    int count = added[0].length;
    Tensor indices =
        Tensors.of(ids, added.length, count).to(tokenEmbedding.device(), torch.ScalarType.Long);
    return torch
        .embedding(tokenEmbedding, indices)
        .add(positionalEmbedding.narrow(0, position, count));
  }
}
