package dev.jclip.nn;

import dev.jclip.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/** Residual attention blocks as they are defined. */
final class PlainTransformer implements Transformer {
  private final List<ResidualAttentionBlock> resblocks;

  /** Takes {@code resblocks.0} and so on. */
  PlainTransformer(Parameters parameters, int layers, ResidualAttentionBlock.Shape shape) {
    resblocks =
        IntStream.range(0, layers)
            .mapToObj(i -> new ResidualAttentionBlock(parameters.at("resblocks." + i), shape))
            .toList();
  }

  @Override
  public HiddenStates forward(Tensor x, AttentionMask mask) {
    Tensor penultimate = x;
    Tensor last = x;
    for (int i = 0; i < resblocks.size(); i++) {
      ResidualAttentionBlock block = resblocks.get(i);
      Tensor in = last;
      last = TensorScope.keepingOnly(() -> block.forward(in, mask));
      boolean isOurs = i >= 2; // before that it is the caller's x
      if (isOurs) {
        TensorScope.free(penultimate);
      }
      penultimate = in;
    }
    return new HiddenStates(last, penultimate);
  }

  @Override
  public List<Tensor> behind(Tensor x, AttentionMask mask, List<Integer> blocks) {
    var states = new ArrayList<Tensor>();
    Tensor current = x;
    for (int i = 0; i <= blocks.getLast(); i++) {
      Tensor in = current;
      ResidualAttentionBlock block = resblocks.get(i);
      current = TensorScope.keepingOnly(() -> block.forward(in, mask));
      if (blocks.contains(i)) {
        states.add(current);
      }
    }
    return states;
  }
}
