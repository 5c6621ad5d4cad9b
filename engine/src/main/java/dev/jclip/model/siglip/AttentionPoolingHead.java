package dev.jclip.model.siglip;

import dev.jclip.nn.Attention;
import dev.jclip.nn.AttentionMask;
import dev.jclip.nn.AttentionWeights;
import dev.jclip.nn.LayerNorm;
import dev.jclip.nn.Mlp;
import dev.jclip.nn.Parameters;
import org.bytedeco.pytorch.Tensor;

/**
 * Pools tokens by one learned query that attends to all of them, and a residual MLP behind it: the
 * MAP head of arXiv 2106.04560 (section 3.4), which SigLIP has.
 */
final class AttentionPoolingHead {
  private final Tensor query;
  private final Attention attention;
  private final LayerNorm ln2;
  private final Mlp mlp;

  /**
   * Takes {@code query} [1, D], {@code in_proj_weight} [3D, D] in the order q, k, v, {@code
   * in_proj_bias}, {@code out_proj}, {@code ln_2} and {@code mlp}.
   */
  AttentionPoolingHead(Parameters parameters, SiglipVisionConfig.Blocks shape) {
    long width = shape.width();
    query = parameters.parameter("query", 1, width);
    attention =
        Attention.of(AttentionWeights.multiHead(width, width, shape.heads()).read(parameters));
    ln2 = new LayerNorm(parameters.at("ln_2"), width, shape.layerNormEps());
    mlp = new Mlp(parameters.at("mlp"), width, shape.mlpWidth(), shape.activation());
  }

  /**
   * Pools the tokens.
   *
   * @param x [B, N, D]
   * @return [B, D]
   */
  Tensor forward(Tensor x) {
    Tensor queries = query.unsqueeze(0).expand(x.size(0), -1, -1); // [B, 1, D]
    Tensor attended =
        attention.forward(queries, attention.keyValues(x), AttentionMask.none()); // [B, 1, D]
    return withMlp(attended.squeeze(1)); // [B, D]
  }

  /**
   * What each token alone would be pooled to: attention to a single token gives that token's value.
   *
   * @param x [B, N, D]
   * @return [B, N, D]
   */
  Tensor projectEach(Tensor x) {
    return withMlp(attention.ofEach(x));
  }

  private Tensor withMlp(Tensor x) {
    return x.add(mlp.forward(ln2.forward(x)));
  }
}
