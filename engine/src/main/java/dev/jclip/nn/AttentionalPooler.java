package dev.jclip.nn;

import org.bytedeco.pytorch.Tensor;

/** Pools tokens by learned queries (CoCa, arXiv 2205.01917, section 3.2). */
public final class AttentionalPooler {
  private final Tensor query;
  private final LayerNorm lnQ;
  private final LayerNorm lnK;
  private final Attention attn;

  /**
   * Takes {@code query} [Q, E], the norms and the attention, whose keys and values have {@code
   * contextWidth} channels.
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
    attn =
        Attention.of(
            AttentionWeights.multiHead(width, contextWidth, heads).read(parameters.at("attn")));
  }

  /**
   * Pools the tokens.
   *
   * @param x [B, N, D]
   * @return [B, Q, E]
   */
  public Tensor forward(Tensor x) {
    Tensor queries = lnQ.forward(query).unsqueeze(0).expand(x.size(0), -1, -1); // [B, Q, E]
    return attn.forward(queries, attn.keyValues(lnK.forward(x)), AttentionMask.none());
  }

  /**
   * What each token alone would be pooled to: the values without the attention.
   *
   * @param x [B, N, D]
   * @return [B, N, E]
   */
  public Tensor projectEach(Tensor x) {
    return attn.ofEach(lnK.forward(x));
  }
}
