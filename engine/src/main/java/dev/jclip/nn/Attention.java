package dev.jclip.nn;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Attention with several heads (arXiv 1706.03762, section 3.2.2): each token of one sequence takes
 * a mean of the values of another, weighted by how well its query fits their keys, {@code softmax(q
 * k^T / sqrt(d) + mask) v} (equation 1) in each head.
 *
 * <ul>
 *   <li>Self-attention: queries, keys and values are of the same tokens ({@link #forward(Tensor,
 *       AttentionMask)}); where a model makes a token at a time, keys and values of those before it
 *       come from a cache ({@link #forward(Tensor, KeyValueCache, AttentionMask)}).
 *   <li>Cross-attention: keys and values are of a memory, such as an image's tokens. They are
 *       projected once ({@link #keyValues}), however often they are attended to.
 *   <li>Pooling: cross-attention of a few learned tokens, or of one that stands for all.
 * </ul>
 *
 * <p>In the letters of shapes, a token that attends has any number of channels, a token of the
 * memory any other; D are the channels of all heads together, E those of the result.
 *
 * @param form in which numbers, and by which kernels, it is computed
 */
public record Attention(AttentionForm form) {
  /** The attention as it is defined, with gradients. */
  public static Attention of(AttentionWeights weights) {
    return new Attention(new PlainAttention(weights));
  }

  /**
   * Lets tokens attend to one another.
   *
   * @param x [B, N, width]
   * @param mask which tokens each of them sees
   * @return [B, N, E]
   */
  public Tensor forward(Tensor x, AttentionMask mask) {
    List<Tensor> projected = form.all(x);
    return attend(projected.get(0), split(projected.get(1), projected.get(2)), mask);
  }

  /**
   * Lets new tokens attend to one another and to those before them, and adds them to the cache. The
   * numbers are those of all tokens at once.
   *
   * @param x the new tokens, [B, N, width]
   * @param cache the tokens before them; M with the new ones
   * @param mask which of the M tokens each of the N sees; a causal mask lets the first new token
   *     see those of the cache and itself
   * @return [B, N, E]
   */
  public Tensor forward(Tensor x, KeyValueCache cache, AttentionMask mask) {
    List<Tensor> projected = form.all(x);
    return attend(projected.get(0), cache.append(split(projected.get(1), projected.get(2))), mask);
  }

  /**
   * Projects what is attended to.
   *
   * @param memory [B, M, memory width]
   */
  public KeyValues keyValues(Tensor memory) {
    return split(form.keys(memory), form.values(memory));
  }

  /**
   * Lets tokens attend to a memory.
   *
   * @param x [B, N, query width]
   * @param memory what {@link #keyValues} gave for M tokens
   * @param mask which of the M tokens each of the N sees
   * @return [B, N, E]
   */
  public Tensor forward(Tensor x, KeyValues memory, AttentionMask mask) {
    return attend(form.queries(x), memory, mask);
  }

  /**
   * What a token would take that sees a single token of the memory, whatever its query.
   *
   * @param memory [B, M, memory width]
   * @return [B, M, E]
   */
  public Tensor ofEach(Tensor memory) {
    return form.output(form.values(memory));
  }

  private Tensor attend(Tensor queries, KeyValues memory, AttentionMask mask) {
    Tensor attended = form.attend(split(queries), memory, mask); // [B, h, N, d]
    return form.output(attended.transpose(1, 2).flatten(2, 3)); // [B, N, D] -> [B, N, E]
  }

  private KeyValues split(Tensor keys, Tensor values) {
    return new KeyValues(split(keys), split(values));
  }

  private Tensor split(Tensor x) {
    long depth = x.size(2) / form.heads();
    return x.view(x.size(0), x.size(1), form.heads(), depth).transpose(1, 2); // [B, h, N, d]
  }
}
