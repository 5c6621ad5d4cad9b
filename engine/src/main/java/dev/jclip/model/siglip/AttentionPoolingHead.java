package dev.jclip.model.siglip;

import dev.jclip.nn.AttentionMask;
import dev.jclip.nn.LayerNorm;
import dev.jclip.nn.Linear;
import dev.jclip.nn.Mlp;
import dev.jclip.nn.Parameters;
import dev.jclip.tensor.onednn.OneDnn;
import org.bytedeco.pytorch.Tensor;

/**
 * Pools tokens by one learned query that attends to all of them, and a residual MLP behind it: the
 * MAP head of arXiv 2106.04560 (section 3.4), which SigLIP has.
 */
final class AttentionPoolingHead {
  private static final int QUERY = 0;
  private static final int KEY = 1;
  private static final int VALUE = 2;

  private final Tensor query;
  private final Tensor inProjWeight;
  private final Tensor inProjBias;
  private final Linear outProj;
  private final LayerNorm ln2;
  private final Mlp mlp;
  private final long width;
  private final long heads;

  /**
   * Takes {@code query} [1, D], {@code in_proj_weight} [3D, D] in the order q, k, v, {@code
   * in_proj_bias}, {@code out_proj}, {@code ln_2} and {@code mlp}.
   */
  AttentionPoolingHead(Parameters parameters, SiglipVisionConfig.Blocks shape) {
    width = shape.width();
    heads = shape.heads();
    query = parameters.parameter("query", 1, width);
    inProjWeight = parameters.parameter("in_proj_weight", 3 * width, width);
    inProjBias = parameters.parameter("in_proj_bias", 3 * width);
    outProj = new Linear(parameters.at("out_proj"), width, width);
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
        AttentionMask.none()
            .attend(project(QUERY, queries), project(KEY, x), project(VALUE, x)); // [B, h, 1, d]
    return withMlp(outProj.forward(attended.flatten(1, 3))); // [B, D]
  }

  /**
   * What each token alone would be pooled to: attention to a single token gives that token's value.
   *
   * @param x [B, N, D]
   * @return [B, N, D]
   */
  Tensor projectEach(Tensor x) {
    return withMlp(outProj.forward(project(VALUE, x).transpose(1, 2).flatten(2, 3)));
  }

  private Tensor withMlp(Tensor x) {
    return x.add(mlp.forward(ln2.forward(x)));
  }

  private Tensor project(int part, Tensor x) {
    Tensor weight = inProjWeight.narrow(0, part * width, width);
    Tensor bias = inProjBias.narrow(0, part * width, width);
    return OneDnn.linear(x, weight, bias) // [B, N, D]
        .view(x.size(0), x.size(1), heads, width / heads)
        .transpose(1, 2); // [B, h, N, d]
  }
}
