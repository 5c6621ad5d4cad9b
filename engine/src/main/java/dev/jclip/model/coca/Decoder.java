package dev.jclip.model.coca;

import dev.jclip.config.ClipConfig;
import dev.jclip.config.ClipConfig.CaptionDecoder;
import dev.jclip.nn.LayerNorm;
import dev.jclip.nn.Layers;
import dev.jclip.nn.Parameters;
import dev.jclip.nn.ResidualAttentionBlock;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * The tensors below {@code text_decoder}, as layers.
 *
 * @param images makes what the layers attend to of the image tower's tokens
 * @param layers pairs of blocks, of the caption's tokens and of the image's
 * @param lnFinal behind them
 * @param textProjection to the vocabulary
 */
record Decoder(
    UnaryOperator<Tensor> images,
    List<DecoderLayer> layers,
    LayerNorm lnFinal,
    UnaryOperator<Tensor> textProjection) {
  private static final int MLP_RATIO = 4;
  private static final double EPSILON = 1e-5;

  static Decoder of(ClipConfig config, Parameters parameters, Layers layers) {
    CaptionDecoder decoder = config.decoder().orElseThrow();
    Parameters own = parameters.at("text_decoder");
    var shape =
        new ResidualAttentionBlock.Shape(
            decoder.width(),
            decoder.heads(),
            MLP_RATIO * decoder.width(),
            decoder.activation(),
            decoder.layerScale(),
            EPSILON);
    return new Decoder(
        decoder.isSeparate()
            ? new ImageProjection(own.at("image"), config.vision().tokens(), decoder.width())
                ::forward
            : UnaryOperator.identity(),
        IntStream.range(0, decoder.layers())
            .mapToObj(i -> new DecoderLayer(own, i, shape, layers))
            .toList(),
        new LayerNorm(own.at("ln_final"), decoder.width(), EPSILON),
        layers
            .ofFewRows()
            .projection(own, "text_projection", decoder.width(), config.text().vocabSize()));
  }

  /**
   * Scores what follows each token.
   *
   * @param states [B, N, W] after all layers
   * @return [B, N, V] logits
   */
  Tensor logits(Tensor states) {
    return textProjection.apply(lnFinal.forward(states));
  }
}
