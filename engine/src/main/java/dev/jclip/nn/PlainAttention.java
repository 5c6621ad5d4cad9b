package dev.jclip.nn;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** An attention as it is defined, with gradients. */
record PlainAttention(AttentionWeights weights) implements AttentionForm {
  @Override
  public long heads() {
    return weights.heads();
  }

  @Override
  public Tensor queries(Tensor x) {
    return weights.inputs().query().forward(x);
  }

  @Override
  public Tensor keys(Tensor memory) {
    return weights.inputs().key().forward(memory);
  }

  @Override
  public Tensor values(Tensor memory) {
    return weights.inputs().value().forward(memory);
  }

  /** In one product, where the layers stand in one. */
  @Override
  public List<Tensor> all(Tensor x) {
    return weights.inputs() instanceof AttentionWeights.Joint(Linear all)
        ? thirds(all.forward(x))
        : AttentionForm.super.all(x);
  }

  private static List<Tensor> thirds(Tensor projected) {
    long width = projected.size(2) / 3;
    return List.of(
        projected.narrow(2, 0, width),
        projected.narrow(2, width, width),
        projected.narrow(2, 2 * width, width));
  }

  @Override
  public Tensor attend(Tensor queries, KeyValues memory, AttentionMask mask) {
    return mask.attend(queries, memory.keys(), memory.values());
  }

  @Override
  public Tensor output(Tensor attended) {
    return weights.output().forward(attended);
  }
}
