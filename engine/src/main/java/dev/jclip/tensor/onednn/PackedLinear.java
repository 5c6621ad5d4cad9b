package dev.jclip.tensor.onednn;

import dev.jclip.tensor.TensorScope;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A linear layer in float32 or bfloat16, as its weight is, which is laid out for this processor,
 * with what follows it fused in. Where oneDNN has no products of bfloat16, the same numbers are
 * multiplied in float32, in twice the memory: in both forms sums are float32 and only the result is
 * rounded. The owner of its memory: close it. Safe for many threads at once until then; without
 * gradients.
 */
public final class PackedLinear implements AutoCloseable {
  /** oneDNN packs outputs in blocks of this, or of a part of it. */
  private static final int BLOCK = 64;

  private final torch.ScalarType numbers;
  private final torch.ScalarType multiplied;
  private final IValue weight;
  private final IValue bias;

  /**
   * Packs a copy of a layer's tensors.
   *
   * @param weight [out, in]
   * @param bias [out], of the weight's kind of numbers
   */
  public PackedLinear(Tensor weight, Tensor bias) {
    numbers = weight.scalar_type().intern();
    multiplied = OneDnn.multiplies(numbers) ? numbers : torch.ScalarType.Float;
    try (TensorScope _ = TensorScope.inference()) {
      Tensor plain = weight.to(multiplied).contiguous();
      this.weight = TensorScope.escape(new IValue(pack(plain)));
      this.bias = TensorScope.escape(new IValue(bias.to(multiplied).clone()));
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
    Tensor y =
        Operators.call(
            Operators.LINEAR,
            new IValueVector(
                new IValue(multiplicable(x)),
                weight,
                bias,
                Operators.attribute(fusion),
                Operators.NO_SCALARS,
                Operators.algorithm(fusion)));
    return rounded(y);
  }

  /**
   * {@code residual + x @ weight^T + bias}.
   *
   * @param x [..., in]
   * @param residual [..., out]
   * @return [..., out], no other's memory
   */
  public Tensor forwardAdd(Tensor x, Tensor residual) {
    Tensor y =
        Operators.call(
            Operators.LINEAR_ADD,
            new IValueVector(
                new IValue(multiplicable(x)),
                new IValue(multiplicable(residual)),
                weight,
                bias,
                Operators.ADD));
    return rounded(y);
  }

  private Tensor multiplicable(Tensor x) {
    return multiplied == numbers ? x : x.to(multiplied);
  }

  private Tensor rounded(Tensor y) {
    return multiplied == numbers ? y : y.to(numbers);
  }

  @Override
  public void close() {
    TensorScope.free(weight);
    TensorScope.free(bias);
  }
}
