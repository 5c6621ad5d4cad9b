package dev.jclip.nn;

import dev.jclip.tensor.onednn.OneDnn;
import org.bytedeco.pytorch.Tensor;

/**
 * Self-attention with several heads (arXiv 1706.03762, section 3.2.2), q, k and v in one product.
 */
public final class MultiHeadAttention {
  private final Tensor inProjWeight;
  private final Tensor inProjBias;
  private final Linear outProj;
  private final long heads;

  /**
   * Takes {@code in_proj_weight} [3D, D] in the order q, k, v, {@code in_proj_bias} and {@code
   * out_proj}.
   */
  public MultiHeadAttention(Parameters parameters, long width, long heads) {
    inProjWeight = parameters.parameter("in_proj_weight", 3 * width, width);
    inProjBias = parameters.parameter("in_proj_bias", 3 * width);
    outProj = new Linear(parameters.at("out_proj"), width, width);
    this.heads = heads;
  }

  /**
   * Applies the attention.
   *
   * @param x [B, N, D]
   * @return [B, N, D]
   */
  public Tensor forward(Tensor x, AttentionMask mask) {
    long batch = x.size(0);
    long tokens = x.size(1);
    long width = x.size(2);
    Tensor qkv =
        OneDnn.linear(x, inProjWeight, inProjBias) // [B, N, 3D]
            .view(batch, tokens, 3, heads, width / heads)
            .permute(2, 0, 3, 1, 4); // [3, B, h, N, d]
    Tensor attended =
        mask.attend(qkv.select(0, 0), qkv.select(0, 1), qkv.select(0, 2)); // [B, h, N, d]
    return outProj.forward(attended.transpose(1, 2).reshape(batch, tokens, width));
  }
}
