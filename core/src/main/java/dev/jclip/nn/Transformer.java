package dev.jclip.nn;

import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/** A stack of residual attention blocks. */
public final class Transformer {
  private final List<ResidualAttentionBlock> resblocks;

  /** Takes {@code resblocks.0} and so on. */
  public Transformer(Parameters parameters, int layers, ResidualAttentionBlock.Shape shape) {
    resblocks =
        IntStream.range(0, layers)
            .mapToObj(i -> new ResidualAttentionBlock(parameters.at("resblocks." + i), shape))
            .toList();
  }

  /**
   * Applies all blocks.
   *
   * @param x [B, N, D]
   */
  public HiddenStates forward(Tensor x, AttentionMask mask) {
    Tensor penultimate = x;
    Tensor last = x;
    for (ResidualAttentionBlock block : resblocks) {
      penultimate = last;
      last = block.forward(last, mask);
    }
    return new HiddenStates(last, penultimate);
  }
}
