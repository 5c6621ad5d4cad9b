package dev.jclip.nn.fast.rows;

import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.start.Engine;
import dev.jclip.tensor.thread.Part;
import dev.jclip.tensor.thread.Workers;

/**
 * Some sequences of a batch, which go through a block together.
 *
 * @param part which of the batch
 * @param tokens how many tokens each of them has
 */
public record Sequences(Part part, int tokens) {
  /** More rows make no product faster, and what is between layers must fit into a cache. */
  private static final int MOST_ROWS = 208;

  /** Computes a group. */
  @FunctionalInterface
  public interface Computation {
    /**
     * Computes a group, in a scope of its own.
     *
     * @param sharing how the parts of the computation are done
     */
    void accept(Sequences group, Sharing sharing);
  }

  /**
   * Computes a batch in groups. As many as all threads have to do equally often are computed side
   * by side; the few that are left one after the other, by all threads together.
   */
  public static void forEach(int count, int tokens, Computation computation) {
    int threads = Engine.threads();
    int most = Math.max(1, MOST_ROWS / tokens);
    int groups = Math.ceilDiv(count, most);
    int sideBySide = groups / threads * threads;
    Workers.share(
        sideBySide, i -> compute(group(i, groups, count, tokens), Sharing.ALONE, computation));
    for (int i = sideBySide; i < groups; i++) {
      compute(group(i, groups, count, tokens), Sharing.WITH_ALL, computation);
    }
  }

  private static Sequences group(int index, int groups, int count, int tokens) {
    return new Sequences(Part.of(index, groups, count), tokens);
  }

  private static void compute(Sequences group, Sharing sharing, Computation computation) {
    try (TensorScope _ = TensorScope.inference()) {
      computation.accept(group, sharing);
    }
  }

  /** How many sequences there are. */
  public int count() {
    return part.count();
  }

  /** The rows of their tokens, where those of a batch stand one behind the other. */
  public Part rows() {
    return new Part(part.first() * tokens, part.count() * tokens);
  }
}
