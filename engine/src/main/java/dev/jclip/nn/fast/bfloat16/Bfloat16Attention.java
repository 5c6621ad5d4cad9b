package dev.jclip.nn.fast.bfloat16;

import dev.jclip.tensor.Tensors;
import dev.jclip.tensor.kernel.Bfloat16Kernel;
import dev.jclip.tensor.start.Engine;
import dev.jclip.tensor.thread.Part;
import dev.jclip.tensor.thread.Workers;
import java.lang.foreign.MemorySegment;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * {@code softmax(q k^T) v} (arXiv 1706.03762, equation 1; the queries come scaled) of bfloat16, by
 * {@link Bfloat16Kernel}: some heads of a sequence at a time, while they are in a processor's
 * cache.
 */
public record Bfloat16Attention(int heads) {
  /** The engine's own operators have done with fewer tokens sooner. */
  private static final int LEAST_TOKENS = 32;

  /** The logits of a head are in memory at once. */
  private static final int MOST_TOKENS = 2048;

  /** Logits that are computed together. */
  private static final int MOST_LOGITS = 1 << 16;

  /** Threads among which a single sequence's heads are shared. */
  private static final int LEAST_GROUPS = 4;

  /** So that a slow thread leaves work to others. */
  private static final int PARTS_PER_THREAD = 2;

  /** Whether it is the fastest way, here and for sequences [.., N, D]. */
  public boolean suits(long tokens, long width) {
    return Bfloat16Kernel.exists()
        && LEAST_TOKENS <= tokens
        && tokens <= MOST_TOKENS
        && width / heads % 2 == 0;
  }

  /**
   * Lets all tokens attend.
   *
   * @param projected [B, N, 3D], bfloat16: queries, keys and values
   * @return [B, N, D], float32
   */
  public Tensor forward(Tensor projected) {
    int batch = Math.toIntExact(projected.size(0));
    int tokens = Math.toIntExact(projected.size(1));
    int width = Math.toIntExact(projected.size(2) / 3);
    Tensor attended = Tensors.empty(batch, tokens, width);
    MemorySegment from = Tensors.memory(projected);
    MemorySegment to = Tensors.memory(attended);
    int together = headsTogether(tokens);
    int groups = heads / together;
    int count = batch * groups;
    int parts = Math.min(count, partsOf(Engine.threads()));
    Workers.share(
        parts,
        index -> {
          var attention = new HeadsAttention(tokens, width, width / heads, together);
          Part part = Part.of(index, parts, count);
          for (int i = part.first(); i < part.end(); i++) {
            attention.attend(from, to, i / groups, i % groups * together);
          }
          Bfloat16Kernel.release();
        });
    return attended;
  }

  private int headsTogether(int tokens) {
    int fitting = Math.max(1, MOST_LOGITS / (tokens * HeadsAttention.columns(tokens)));
    int most = Math.min(fitting, Math.ceilDiv(heads, LEAST_GROUPS));
    return IntStream.rangeClosed(1, most).filter(n -> heads % n == 0).max().orElseThrow();
  }

  private static int partsOf(int threads) {
    return threads == 1 ? 1 : PARTS_PER_THREAD * threads;
  }
}
