package dev.jclip.nn;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * In which numbers, and by which kernels, an {@link Attention} is computed: its four linear layers,
 * and what is between them.
 */
public interface AttentionForm {
  /** How many heads there are. */
  long heads();

  /** The queries of tokens, [B, N, query width] to [B, N, D]. */
  Tensor queries(Tensor x);

  /** The keys of a memory, [B, M, memory width] to [B, M, D]. */
  Tensor keys(Tensor memory);

  /** The values of a memory, [B, M, memory width] to [B, M, D]. */
  Tensor values(Tensor memory);

  /** Queries, keys and values of the same tokens, each [B, N, D]. */
  default List<Tensor> all(Tensor x) {
    return List.of(queries(x), keys(x), values(x));
  }

  /**
   * Lets queries attend, head by head.
   *
   * @param queries [B, h, N, d]
   * @return [B, h, N, d]
   */
  Tensor attend(Tensor queries, KeyValues memory, AttentionMask mask);

  /** What is made of all heads together, [B, N, D] to [B, N, E]. */
  Tensor output(Tensor attended);
}
