package dev.jclip.nn;

import dev.jclip.tensor.onednn.OneDnn;
import java.util.List;
import java.util.function.IntFunction;
import org.bytedeco.pytorch.Tensor;

/** Pools tokens by learned queries (CoCa, arXiv 2205.01917, section 3.2). */
public final class AttentionalPooler {
  private final Tensor query;
  private final LayerNorm lnQ;
  private final LayerNorm lnK;
  private final IntFunction<Tensor> inProjWeight;
  private final Tensor inProjBias;
  private final Linear outProj;
  private final long width;
  private final long heads;

  /**
   * Takes {@code query} [Q, E], the norms and the attention, whose keys and values have {@code
   * contextWidth} channels. As in PyTorch, its first projection is one tensor when both widths are
   * equal, and three when they are not.
   */
  public AttentionalPooler(
      Parameters parameters,
      long queries,
      long width,
      long contextWidth,
      long heads,
      double epsilon) {
    query = parameters.parameter("query", queries, width);
    lnQ = new LayerNorm(parameters.at("ln_q"), width, epsilon);
    lnK = new LayerNorm(parameters.at("ln_k"), contextWidth, epsilon);
    Parameters attn = parameters.at("attn");
    inProjWeight =
        contextWidth == width ? packed(attn, width) : separate(attn, width, contextWidth);
    inProjBias = attn.parameter("in_proj_bias", 3 * width);
    outProj = new Linear(attn.at("out_proj"), width, width);
    this.width = width;
    this.heads = heads;
  }

  private static IntFunction<Tensor> packed(Parameters attn, long width) {
    Tensor weight = attn.parameter("in_proj_weight", 3 * width, width);
    return part -> weight.narrow(0, part * width, width);
  }

  private static IntFunction<Tensor> separate(Parameters attn, long width, long contextWidth) {
    return List.of(
            attn.parameter("q_proj_weight", width, width),
            attn.parameter("k_proj_weight", width, contextWidth),
            attn.parameter("v_proj_weight", width, contextWidth))
        ::get;
  }

  /**
   * Pools the tokens.
   *
   * @param x [B, N, D]
   * @return [B, Q, E]
   */
  public Tensor forward(Tensor x) {
    long batch = x.size(0);
    Tensor context = lnK.forward(x);
    Tensor queries = lnQ.forward(query).unsqueeze(0).expand(batch, -1, -1); // [B, Q, E]
    Tensor pooled =
        AttentionMask.none()
            .attend(project(0, queries), project(1, context), project(2, context)); // [B, h, Q, d]
    return outProj.forward(pooled.transpose(1, 2).flatten(2, 3));
  }

  /**
   * What each token alone would be pooled to: the values without the attention.
   *
   * @param x [B, N, D]
   * @return [B, N, E]
   */
  public Tensor projectEach(Tensor x) {
    return outProj.forward(project(2, lnK.forward(x)).transpose(1, 2).flatten(2, 3));
  }

  private Tensor project(int part, Tensor x) {
    Tensor bias = inProjBias.narrow(0, part * width, width);
    return OneDnn.linear(x, inProjWeight.apply(part), bias) // [B, N, E]
        .view(x.size(0), x.size(1), heads, width / heads)
        .transpose(1, 2); // [B, h, N, d]
  }
}
