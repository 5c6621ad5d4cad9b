package dev.jclip.model.clip;

import dev.jclip.config.TextConfig;
import dev.jclip.config.TextPooling;
import dev.jclip.model.TextTower;
import dev.jclip.nn.AttentionMask;
import dev.jclip.nn.HiddenStates;
import dev.jclip.nn.LayerNorm;
import dev.jclip.nn.Layers;
import dev.jclip.nn.Linear;
import dev.jclip.nn.Parameters;
import dev.jclip.nn.ResidualAttentionBlock;
import dev.jclip.nn.TokenRows;
import dev.jclip.nn.Transformer;
import dev.jclip.tensor.Tensors;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/**
 * The text Transformer of CLIP (arXiv 2103.00020, section 2.4). Immutable; may be used by many
 * threads at once.
 */
public final class TextTransformer implements TextTower {
  private final TextConfig config;
  private final Tensor tokenEmbedding;
  private final Optional<Tensor> classEmbedding;
  private final Tensor positionalEmbedding;
  private final Transformer transformer;
  private final LayerNorm lnFinal;
  private final UnaryOperator<Tensor> textProjection;

  /** Takes the tensors of the text tower, which stand at the root of the model. */
  public TextTransformer(TextConfig config, int embedDim, Parameters parameters, Layers layers) {
    long width = config.width();
    this.config = config;
    positionalEmbedding = parameters.parameter("positional_embedding", config.positions(), width);
    textProjection = projection(config, embedDim, parameters, layers);
    classEmbedding =
        config.pooling() == TextPooling.APPENDED_CLASS
            ? Optional.of(parameters.parameter("cls_emb", width))
            : Optional.empty();
    transformer =
        layers.transformer(parameters.at("transformer"), config.layers(), blockShape(config));
    tokenEmbedding = parameters.parameter("token_embedding.weight", config.vocabSize(), width);
    lnFinal = new LayerNorm(parameters.at("ln_final"), width, config.layerNormEps());
  }

  private static ResidualAttentionBlock.Shape blockShape(TextConfig config) {
    return new ResidualAttentionBlock.Shape(
        config.width(),
        config.heads(),
        config.mlpWidth(),
        config.activation(),
        config.layerScale(),
        config.layerNormEps());
  }

  private static UnaryOperator<Tensor> projection(
      TextConfig config, int embedDim, Parameters parameters, Layers layers) {
    return switch (config.projection()) {
      case MATRIX -> layers.projection(parameters, "text_projection", config.width(), embedDim);
      case LINEAR ->
          new Linear(parameters.at("text_projection"), config.width(), embedDim)::forward;
      case NONE -> UnaryOperator.identity();
    };
  }

  @Override
  public Tensor forward(Tensor ids) {
    return project(transformer.forwardAt(embed(ids), mask(ids), pooledPositions(ids)));
  }

  @Override
  public Tensor tokens(Tensor ids) {
    return transformer.forward(embed(ids), mask(ids)).last();
  }

  @Override
  public Tensor pool(Tensor tokens, Tensor ids) {
    return project(TokenRows.at(tokens, pooledPositions(ids)).squeeze(1));
  }

  private Tensor project(Tensor pooled) {
    return textProjection.apply(lnFinal.forward(pooled)); // [B, D] -> [B, E]
  }

  @Override
  public HiddenStates hiddenStates(Tensor ids) {
    HiddenStates states = transformer.forward(embed(ids), mask(ids));
    return new HiddenStates(lnFinal.forward(states.last()), states.penultimate());
  }

  private Tensor embed(Tensor ids) {
    Tensor embedded =
        torch.embedding(tokenEmbedding, ids).to(positionalEmbedding.scalar_type()); // [B, L, D]
    Tensor x =
        classEmbedding
            .map(token -> Tensors.cat(1, embedded, token.expand(ids.size(0), 1, -1)))
            .orElse(embedded);
    return x.add(positionalEmbedding.narrow(0, 0, x.size(1)));
  }

  private AttentionMask mask(Tensor ids) {
    if (classEmbedding.isPresent()) {
      return AttentionMask.of(appendedClassMask(ids));
    }
    return config.causal() ? AttentionMask.ofCausal() : AttentionMask.none();
  }

  /**
   * The mask of a tower with an appended class token, as published checkpoints were trained with:
   * the columns of padding are shifted by one, so that the first token is always seen and each
   * other place is seen when the token before it is no padding.
   *
   * @return [B, 1, L+1, L+1]
   */
  private Tensor appendedClassMask(Tensor ids) {
    long length = ids.size(1) + 1;
    var options = new TensorOptions(torch.ScalarType.Float);
    Tensor hidden =
        torch.full(new long[] {length, length}, new Scalar(Double.NEGATIVE_INFINITY), options);
    Tensor future =
        config.causal() ? hidden.triu(1) : torch.zeros(new long[] {length, length}, options);
    Tensor padding = ids.eq(new Scalar(config.padToken())); // [B, L]
    Tensor first = torch.zeros_like(padding.narrow(1, 0, 1)); // [B, 1]
    Tensor unseen = Tensors.cat(1, first, padding).unsqueeze(1).unsqueeze(1); // [B, 1, 1, L+1]
    return future.masked_fill(unseen, new Scalar(Double.NEGATIVE_INFINITY));
  }

  /** Which token of each text is its embedding, [B]. */
  private Tensor pooledPositions(Tensor ids) {
    return switch (config.pooling()) {
      case EOT_ARGMAX -> ids.argmax(new LongOptional(1), false);
      case EOT_ID ->
          ids.eq(new Scalar(config.eotToken()))
              .to(torch.ScalarType.Int)
              .argmax(new LongOptional(1), false);
      case FIRST -> same(ids, 0);
      case LAST -> same(ids, ids.size(1) - 1);
      case APPENDED_CLASS -> same(ids, ids.size(1));
    };
  }

  private static Tensor same(Tensor ids, long position) {
    return torch.full(new long[] {ids.size(0)}, new Scalar(position), ids.options());
  }
}
