package dev.jclip.model.clip;

import dev.jclip.config.VisionPooling;
import dev.jclip.config.VitConfig;
import dev.jclip.model.VisionTower;
import dev.jclip.nn.AttentionMask;
import dev.jclip.nn.AttentionalPooler;
import dev.jclip.nn.HiddenStates;
import dev.jclip.nn.LayerNorm;
import dev.jclip.nn.Layers;
import dev.jclip.nn.Parameters;
import dev.jclip.nn.PositionalEmbeddings;
import dev.jclip.nn.PositionalEmbeddings.Interpolation;
import dev.jclip.nn.ResidualAttentionBlock;
import dev.jclip.nn.Transformer;
import dev.jclip.tensor.Tensors;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/** The Vision Transformer of CLIP (arXiv 2103.00020, section 2.4; arXiv 2010.11929). */
public final class VisionTransformer implements VisionTower {
  private final VitConfig config;
  private final UnaryOperator<Tensor> patchEmbedding;
  private final Tensor classEmbedding;
  private final Tensor positionalEmbedding;
  private final UnaryOperator<Tensor> lnPre;
  private final Transformer transformer;
  private final Optional<AttentionalPooler> attentionalPooler;
  private final LayerNorm lnPost;
  private final UnaryOperator<Tensor> imageProjection;

  /** Takes the tensors of {@code visual}. */
  public VisionTransformer(VitConfig config, int embedDim, Parameters parameters, Layers layers) {
    long width = config.width();
    long positions = (long) config.gridSize() * config.gridSize() + 1;
    this.config = config;
    classEmbedding = parameters.parameter("class_embedding", width);
    positionalEmbedding = parameters.parameter("positional_embedding", positions, width);
    patchEmbedding = layers.patchEmbedding(parameters.at("conv1"), width, config.patchSize());
    lnPre =
        config.preNorm()
            ? new LayerNorm(parameters.at("ln_pre"), width, config.layerNormEps())::forward
            : UnaryOperator.identity();
    transformer =
        layers.transformer(parameters.at("transformer"), config.layers(), blockShape(config));
    attentionalPooler =
        config
            .attentionPooler()
            .map(
                pooler ->
                    new AttentionalPooler(
                        parameters.at("attn_pool"),
                        pooler.queries(),
                        embedDim,
                        width,
                        pooler.heads(),
                        config.layerNormEps()));
    long pooledWidth = attentionalPooler.isPresent() ? embedDim : width;
    lnPost = new LayerNorm(parameters.at("ln_post"), pooledWidth, config.layerNormEps());
    imageProjection = layers.projection(parameters, "proj", pooledWidth, embedDim);
  }

  private static ResidualAttentionBlock.Shape blockShape(VitConfig config) {
    return new ResidualAttentionBlock.Shape(
        config.width(),
        config.heads(),
        config.mlpWidth(),
        config.activation(),
        config.layerScale(),
        config.layerNormEps());
  }

  @Override
  public Tensor forward(Tensor pixels) {
    if (config.pooling() != VisionPooling.CLS || attentionalPooler.isPresent()) {
      return VisionTower.super.forward(pixels);
    }
    Tensor x = tokens(pixels, UnaryOperator.identity());
    var integers = new TensorOptions(torch.ScalarType.Long).device(new DeviceOptional(x.device()));
    Tensor classPositions = torch.zeros(new long[] {x.size(0)}, integers);
    Tensor pooled = transformer.forwardAt(x, AttentionMask.none(), classPositions); // [B, D]
    return imageProjection.apply(lnPost.forward(pooled));
  }

  @Override
  public HiddenStates hiddenStates(Tensor pixels) {
    return transformer.forward(tokens(pixels, UnaryOperator.identity()), AttentionMask.none());
  }

  /**
   * The class token and the patches behind some of the blocks.
   *
   * @param pixels [B, 3, H, W], normalised
   * @param blocks which, from 0, rising; later ones are not computed
   * @return [B, N, D] for each
   */
  public List<Tensor> statesBehind(Tensor pixels, List<Integer> blocks) {
    return transformer.behind(
        tokens(pixels, UnaryOperator.identity()), AttentionMask.none(), blocks);
  }

  /**
   * Encodes images from some of their patches (patch dropout, arXiv 2212.00794).
   *
   * @param pixels [B, 3, H, W], normalised
   * @param selection takes [B, G²+1, D], the class token first, and keeps some of the tokens
   * @return [B, E], not normalised
   */
  public Tensor forward(Tensor pixels, UnaryOperator<Tensor> selection) {
    return pool(transformer.forward(tokens(pixels, selection), AttentionMask.none()).last());
  }

  private Tensor tokens(Tensor pixels, UnaryOperator<Tensor> selection) {
    Tensor patches = patchEmbedding.apply(pixels); // [B, G², D]
    Tensor classToken = classEmbedding.expand(pixels.size(0), 1, -1); // [B, 1, D]
    Tensor x = Tensors.cat(1, classToken, patches).add(positions(pixels)); // [B, G²+1, D]
    return lnPre.apply(selection.apply(x));
  }

  /**
   * The learned positions; for images of another size or shape, as transformers interpolates them.
   */
  private Tensor positions(Tensor pixels) {
    long rows = pixels.size(2) / config.patchSize();
    long columns = pixels.size(3) / config.patchSize();
    return rows == config.gridSize() && columns == config.gridSize()
        ? positionalEmbedding
        : PositionalEmbeddings.resize(positionalEmbedding, 1, rows, columns, Interpolation.PLAIN);
  }

  /**
   * The class token and the patches, each after the final LayerNorm, in the tower's width.
   *
   * @param last [B, N, D]
   * @return [B, N, D]
   */
  public Tensor normalized(Tensor last) {
    return lnPost.forward(last);
  }

  @Override
  public Tensor pool(Tensor last) {
    Tensor pooled;
    if (attentionalPooler.isPresent()) {
      pooled = select(lnPost.forward(attentionalPooler.get().forward(last)));
    } else if (config.normAfterPooling()) {
      pooled = lnPost.forward(select(last));
    } else {
      pooled = select(lnPost.forward(last));
    }
    return imageProjection.apply(pooled); // [B, E]
  }

  /** Without the first token, which is the image's embedding. */
  @Override
  public Tensor describedTokens(Tensor last) {
    Tensor tokens =
        attentionalPooler
            .map(pooler -> lnPost.forward(pooler.forward(last)))
            .orElseGet(() -> config.normAfterPooling() ? last : lnPost.forward(last));
    return tokens.narrow(1, 1, tokens.size(1) - 1);
  }

  private Tensor select(Tensor tokens) {
    return switch (config.pooling()) {
      case CLS -> tokens.select(1, 0);
      case MEAN -> tokens.narrow(1, 1, tokens.size(1) - 1).mean(1);
    };
  }

  @Override
  public Tensor projectPatches(Tensor last) {
    Tensor patches = last.narrow(1, 1, last.size(1) - 1);
    // An attentional pooler with a single key returns that key's value, whatever the query.
    Tensor pooled = attentionalPooler.map(pooler -> pooler.projectEach(patches)).orElse(patches);
    return imageProjection.apply(lnPost.forward(pooled));
  }
}
