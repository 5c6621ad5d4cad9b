package dev.jclip.nn.quantized;

import dev.jclip.tensor.IntegerProducts;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A linear layer whose products are taken of 8-bit integers: weights rounded once, symmetrically
 * and by a step for each output; activations at each call, by a step and a least value for each
 * row. The owner of its memory: close it. Safe for many threads at once until then.
 */
public final class QuantizedLinear implements AutoCloseable {
  private static final double MOST = 127;

  private final IntegerProducts products;

  /** What each output is if all inputs are 1, without the bias. */
  private final float[] sums;

  private final float[] bias;

  /**
   * Rounds and packs a copy of a layer's tensors.
   *
   * @param weight [out, in], float32
   * @param bias [out], float32
   */
  public QuantizedLinear(Tensor weight, Tensor bias) {
    try (TensorScope _ = TensorScope.inference()) {
      Tensor greatest = weight.abs().amax(new long[] {1}, false);
      Tensor steps = greatest.div(new Scalar(MOST)).clamp_min(new Scalar(Float.MIN_NORMAL));
      Tensor rounded = weight.div(steps.unsqueeze(1)).round();
      this.products = new IntegerProducts(rounded.to(torch.ScalarType.Char), steps);
      this.sums = Tensors.floats(rounded.sum(1).mul(steps));
      this.bias = Tensors.floats(bias);
    }
  }

  /**
   * {@code x @ weight^T + bias}.
   *
   * @param x [M, in]
   * @return [M, out], float32
   */
  public Tensor forward(QuantizedRows x) {
    Tensor y = products.of(x.bytes());
    RowMemory.of(y).update(restoring(x));
    return y;
  }

  /**
   * {@code residual + x @ weight^T + bias}.
   *
   * @param x [M, in]
   * @param residual [..., out], of M rows
   * @return the same shape, no other's memory
   */
  public Tensor forwardAdd(QuantizedRows x, Tensor residual) {
    Tensor added = residual.contiguous();
    RowMemory rows = RowMemory.of(added);
    float[] other = new float[rows.width()];
    Tensor y = products.of(x.bytes());
    RowMemory.of(y)
        .update(
            restoring(x)
                .andThen(
                    (index, row) -> {
                      rows.read(index, other);
                      add(row, other);
                    }));
    return y.view_as(residual);
  }

  /**
   * {@code function(x @ weight^T + bias)}, rounded for a next layer.
   *
   * @param x [M, in]
   * @return [M, out]
   */
  public QuantizedRows forward(QuantizedRows x, RowFunction function) {
    return QuantizedRows.of(products.of(x.bytes()), restoring(x).andThen(function));
  }

  /** Of products of integers, the outputs they stand for. */
  private RowFunction restoring(QuantizedRows x) {
    return (index, row) -> {
      float step = x.steps()[index];
      float low = x.lows()[index];
      for (int i = 0; i < row.length; i++) {
        row[i] = Math.fma(step, row[i], Math.fma(low, sums[i], bias[i]));
      }
    };
  }

  private static void add(float[] row, float[] other) {
    for (int i = 0; i < row.length; i++) {
      row[i] += other[i];
    }
  }

  @Override
  public void close() {
    products.close();
  }
}
