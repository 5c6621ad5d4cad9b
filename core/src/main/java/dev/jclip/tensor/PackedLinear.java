package dev.jclip.tensor;

import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.Tensor;

/**
 * A linear layer in float32 or bfloat16, as its weight is, which is laid out for this processor,
 * with what follows it fused in. The owner of its memory: close it. Safe for many threads at once
 * until then; without gradients.
 */
public final class PackedLinear implements AutoCloseable {
  /** oneDNN packs outputs in blocks of this, or of a part of it. */
  private static final int BLOCK = 64;

  private final IValue weight;
  private final IValue bias;

  /**
   * Packs a copy of a layer's tensors.
   *
   * @param weight [out, in]
   * @param bias [out], of the weight's kind of numbers
   */
  public PackedLinear(Tensor weight, Tensor bias) {
    try (TensorScope _ = TensorScope.inference()) {
      this.weight = TensorScope.escape(new IValue(pack(weight.contiguous())));
      this.bias = TensorScope.escape(new IValue(bias.clone()));
    }
  }

  /**
   * The weight laid out for this processor; a plain copy where that went wrong, as oneDNN 3.7 does
   * with float32 on some processors in a last block that is not whole.
   */
  private static Tensor pack(Tensor weight) {
    var arguments = new IValueVector(new IValue(weight), new IValue());
    Tensor packed = Operators.call(Operators.PACK_LINEAR, arguments);
    boolean whole = weight.size(0) % BLOCK == 0;
    return whole || packed.to_dense().equal(weight) ? packed : weight.clone();
  }

  /**
   * {@code x @ weight^T + bias}, and then the fusion.
   *
   * @param x [..., in]
   * @return [..., out]
   */
  public Tensor forward(Tensor x, Fusion fusion) {
    return Operators.call(
        Operators.LINEAR,
        new IValueVector(
            new IValue(x),
            weight,
            bias,
            Operators.attribute(fusion),
            Operators.NO_SCALARS,
            Operators.algorithm(fusion)));
  }

  /**
   * {@code residual + x @ weight^T + bias}.
   *
   * @param x [..., in]
   * @param residual [..., out]
   * @return [..., out], no other's memory
   */
  public Tensor forwardAdd(Tensor x, Tensor residual) {
    return Operators.call(
        Operators.LINEAR_ADD,
        new IValueVector(new IValue(x), new IValue(residual), weight, bias, Operators.ADD));
  }

  @Override
  public void close() {
    TensorScope.free(weight);
    TensorScope.free(bias);
  }
}
