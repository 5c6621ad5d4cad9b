package dev.jclip.nn.fast;

import dev.jclip.nn.AttentionMask;
import dev.jclip.nn.HiddenStates;
import dev.jclip.nn.Transformer;
import dev.jclip.nn.fast.block.Block;
import dev.jclip.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Packed blocks, one after another. */
record PackedTransformer(List<Block> blocks) implements Transformer {
  @Override
  public HiddenStates forward(Tensor x, AttentionMask mask) {
    Optional<Tensor> logits = logits(mask, x);
    Tensor penultimate = before(last(), x, logits);
    Tensor last = blocks.get(last()).forward(penultimate, logits);
    return new HiddenStates(
        last.to(torch.ScalarType.Float), penultimate.to(torch.ScalarType.Float));
  }

  @Override
  public Tensor forwardAt(Tensor x, AttentionMask mask, Tensor positions) {
    Optional<Tensor> logits = logits(mask, x);
    Tensor penultimate = before(last(), x, logits);
    return blocks.get(last()).forwardAt(penultimate, logits, positions).to(torch.ScalarType.Float);
  }

  @Override
  public List<Tensor> behind(Tensor x, AttentionMask mask, List<Integer> wanted) {
    Optional<Tensor> logits = logits(mask, x);
    var states = new ArrayList<Tensor>();
    Tensor current = x;
    for (int i = 0; i <= wanted.getLast(); i++) {
      Block block = blocks.get(i);
      Tensor in = current;
      current = TensorScope.keepingOnly(() -> block.forward(in, logits));
      if (wanted.contains(i)) {
        states.add(current.to(torch.ScalarType.Float));
      }
    }
    return states;
  }

  private int last() {
    return blocks.size() - 1;
  }

  private Optional<Tensor> logits(AttentionMask mask, Tensor x) {
    return mask.logits(x.size(1), x.options());
  }

  private Tensor before(int end, Tensor x, Optional<Tensor> logits) {
    Tensor current = x;
    for (int i = 0; i < end; i++) {
      Block block = blocks.get(i);
      Tensor in = current;
      current = TensorScope.keepingOnly(() -> block.forward(in, logits));
      if (i > 0) {
        TensorScope.free(in);
      }
    }
    return current;
  }
}
