package dev.jclip.nn.fast.rows;

import dev.jclip.nn.Parameters;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import dev.jclip.tensor.kernel.RowMath;
import java.util.Arrays;

/** Layer normalisation of rows (arXiv 1607.06450). Thread-safe. */
public final class RowNorm implements RowFunction {
  private final float[] weight;
  private final float[] bias;
  private final float[] ones;
  private final double epsilon;

  /** Takes {@code weight} and {@code bias}, each [width]. */
  public RowNorm(Parameters parameters, long width, double epsilon) {
    try (TensorScope _ = TensorScope.inference()) {
      weight = Tensors.floats(parameters.copy("weight", width));
      bias = Tensors.floats(parameters.copy("bias", width));
    }
    ones = new float[weight.length];
    Arrays.fill(ones, 1);
    this.epsilon = epsilon;
  }

  @Override
  public void apply(int index, float[] row) {
    subtract(row, RowMath.dot(row, ones) / row.length);
    float variance = RowMath.dot(row, row) / row.length;
    normalize(row, (float) (1 / Math.sqrt(variance + epsilon)));
  }

  private static void subtract(float[] row, float mean) {
    for (int i = 0; i < row.length; i++) {
      row[i] -= mean;
    }
  }

  private void normalize(float[] row, float perDeviation) {
    for (int i = 0; i < row.length; i++) {
      row[i] = Math.fma(row[i] * perDeviation, weight[i], bias[i]);
    }
  }
}
