package dev.jclip.nn;

import dev.jclip.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * Pools a feature map by attention whose query is the map's mean (arXiv 2103.00020, section 2.4).
 */
public final class AttentionPool2d {
  private final Tensor positionalEmbedding;
  private final Attention attention;

  /**
   * Takes {@code positional_embedding} [G²+1, D] and the four projections; D to {@code embedDim}.
   */
  public AttentionPool2d(
      Parameters parameters, long gridSize, long width, long heads, long embedDim) {
    positionalEmbedding =
        parameters.parameter("positional_embedding", gridSize * gridSize + 1, width);
    attention =
        Attention.of(
            new AttentionWeights(
                heads,
                new AttentionWeights.Separate(
                    new Linear(parameters.at("q_proj"), width, width),
                    new Linear(parameters.at("k_proj"), width, width),
                    new Linear(parameters.at("v_proj"), width, width)),
                new Linear(parameters.at("c_proj"), width, embedDim)));
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
    Tensor query = tokens.narrow(1, 0, 1); // [B, 1, D]
    return attention
        .forward(query, attention.keyValues(tokens), AttentionMask.none()) // [B, 1, E]
        .squeeze(1);
  }

  /**
   * What each cell alone would be pooled to: the values without the attention.
   *
   * @param cells [B, G², D]
   * @return [B, G², E]
   */
  public Tensor projectEach(Tensor cells) {
    return attention.ofEach(cells);
  }
}
