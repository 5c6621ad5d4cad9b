package dev.jclip.nn;

import dev.jclip.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * Pools a feature map by attention whose query is the map's mean (arXiv 2103.00020, section 2.4).
 */
public final class AttentionPool2d {
  private final Tensor positionalEmbedding;
  private final Linear qProj;
  private final Linear kProj;
  private final Linear vProj;
  private final Linear cProj;
  private final long heads;

  /**
   * Takes {@code positional_embedding} [G²+1, D] and the four projections; D to {@code embedDim}.
   */
  public AttentionPool2d(
      Parameters parameters, long gridSize, long width, long heads, long embedDim) {
    positionalEmbedding =
        parameters.parameter("positional_embedding", gridSize * gridSize + 1, width);
    qProj = new Linear(parameters.at("q_proj"), width, width);
    kProj = new Linear(parameters.at("k_proj"), width, width);
    vProj = new Linear(parameters.at("v_proj"), width, width);
    cProj = new Linear(parameters.at("c_proj"), width, embedDim);
    this.heads = heads;
  }

  /**
   * Pools a feature map.
   *
   * @param cells [B, G², D]
   * @return [B, E]
   */
  public Tensor forward(Tensor cells) {
    Tensor mean = cells.mean(new long[] {1}, true, null); // [B, 1, D]
    Tensor tokens = Tensors.cat(1, mean, cells).add(positionalEmbedding); // [B, G²+1, D]
    Tensor pooled =
        AttentionMask.none()
            .attend(
                splitHeads(qProj.forward(tokens.narrow(1, 0, 1))),
                splitHeads(kProj.forward(tokens)),
                splitHeads(vProj.forward(tokens))); // [B, h, 1, d]
    return cProj.forward(pooled.flatten(1, 3)); // [B, E]
  }

  /**
   * What each cell alone would be pooled to: the values without the attention.
   *
   * @param cells [B, G², D]
   * @return [B, G², E]
   */
  public Tensor projectEach(Tensor cells) {
    return cProj.forward(vProj.forward(cells));
  }

  private Tensor splitHeads(Tensor x) {
    return x.view(x.size(0), x.size(1), heads, x.size(2) / heads).transpose(1, 2); // [B, h, N, d]
  }
}
