package dev.jclip.train.contrastive;

import dev.jclip.tensor.Tensors;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;

/**
 * Leaves patches out at random, another choice for each image; the class token stays (arXiv
 * 2212.00794).
 *
 * @param share of the patches left out, in [0, 1); at least one patch stays
 * @param seed the same seed makes the same choice
 */
public record PatchDropout(double share, long seed) {
  /** All patches stay. */
  public static final PatchDropout NONE = new PatchDropout(0, 0);

  /** Checks the share. */
  public PatchDropout {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException("patchDropout: expected in [0, 1), found " + share);
    }
  }

  /** Whether any patch is left out. */
  boolean drops() {
    return share > 0;
  }

  /** The choice of some part of some step. */
  PatchDropout of(long choice) {
    return new PatchDropout(share, seed ^ choice);
  }

  /**
   * Keeps some tokens.
   *
   * @param tokens [B, G²+1, D], the class token first
   * @return [B, kept + 1, D]
   */
  Tensor apply(Tensor tokens) {
    int pictures = Math.toIntExact(tokens.size(0));
    int patches = Math.toIntExact(tokens.size(1)) - 1;
    int kept = Math.max(1, (int) (patches * (1 - share)));
    long[] chosen = new long[pictures * kept];
    var random = new SplittableRandom(seed);
    int[] order = new int[patches];
    for (int picture = 0; picture < pictures; picture++) {
      choose(order, kept, random);
      for (int i = 0; i < kept; i++) {
        chosen[picture * kept + i] = order[i] + 1L;
      }
    }
    Tensor index =
        Tensors.of(chosen, pictures, kept, 1).expand(-1, -1, tokens.size(2)); // [B, kept, D]
    return Tensors.cat(1, tokens.narrow(1, 0, 1), tokens.gather(1, index));
  }

  /** The first steps of Fisher and Yates's shuffle. */
  private static void choose(int[] order, int kept, SplittableRandom random) {
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    for (int i = 0; i < kept; i++) {
      int other = random.nextInt(i, order.length);
      int swapped = order[i];
      order[i] = order[other];
      order[other] = swapped;
    }
  }
}
