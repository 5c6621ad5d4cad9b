package dev.jclip.nn.fast.int8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.config.Activation;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("kernels")
class QuantizedLinearTest {
  private static final int IN = 48;
  private static final int OUT = 32;
  private static final int ROWS = 5;

  private final Random random = new Random(3);

  private float[] values(int count, double scale, double shift) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (scale * random.nextGaussian() + shift);
    }
    return values;
  }

  @Test
  void isNearTheProductWhateverTheScaleAndTheOffsetOfARow() {
    float[] weight = values(OUT * IN, 0.1, 0.02);
    float[] bias = values(OUT, 1, 0);
    float[] x = values(ROWS * IN, 1, 0);
    for (int i = 0; i < IN; i++) {
      x[i] = 1000 * x[i] + 5000;
      x[IN + i] *= 1e-4f;
      x[2 * IN + i] = -7.5f; // without a range
    }
    try (TensorScope _ = TensorScope.inference();
        var linear = new QuantizedLinear(Tensors.of(weight, OUT, IN), Tensors.of(bias, OUT))) {
      float[] y = Tensors.floats(linear.forward(Tensors.of(x, ROWS, IN)));
      for (int row = 0; row < ROWS; row++) {
        double norm = norm(x, row * IN);
        for (int out = 0; out < OUT; out++) {
          double exact = bias[out];
          for (int i = 0; i < IN; i++) {
            exact += (double) weight[out * IN + i] * x[row * IN + i];
          }
          int at = row * OUT + out;
          assertThat(y[at] - exact).isBetween(-0.004 * norm - 1e-5, 0.004 * norm + 1e-5);
        }
      }
    }
  }

  private static double norm(float[] x, int from) {
    double sum = 0;
    for (int i = 0; i < IN; i++) {
      sum += (double) x[from + i] * x[from + i];
    }
    return Math.sqrt(sum);
  }

  @Test
  void aNumberThatIsNoneSpoilsItsRowAndNoOther() {
    float[] x = values(2 * IN, 1, 0);
    x[3] = Float.NaN;
    try (TensorScope _ = TensorScope.inference();
        var linear =
            new QuantizedLinear(
                Tensors.of(values(OUT * IN, 1, 0), OUT, IN), Tensors.of(values(OUT, 1, 0), OUT))) {
      float[][] y = Tensors.rows(linear.forward(Tensors.of(x, 2, IN)));
      assertThat(y[0]).containsOnly(Float.NaN);
      assertThat(y[1]).doesNotContain(Float.NaN);
    }
  }

  @ParameterizedTest
  @EnumSource
  void gatesAreTheActivationsToWithinAFifthOfAPercent(Activation activation) {
    float[] row = new float[4001];
    for (int i = 0; i < row.length; i++) {
      row[i] = (i - 2000) / 100f;
    }
    float[] gated = row.clone();
    Gate.of(activation).apply(0, gated);
    DoubleUnaryOperator exact =
        switch (activation) {
          case QUICK_GELU -> x -> x / (1 + Math.exp(-1.702 * x));
          case GELU -> x -> x * normalDistribution(x);
          case GELU_TANH ->
              x -> x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))) / 2;
        };
    for (int i = 0; i < row.length; i++) {
      assertThat((double) gated[i])
          .as("at %s", row[i])
          .isCloseTo(exact.applyAsDouble(row[i]), Offset.offset(2e-3));
    }
  }

  /** By the trapezoidal rule. */
  private static double normalDistribution(double x) {
    double least = -9;
    if (x <= least) {
      return 0;
    }
    int steps = 2000;
    double step = (x - least) / steps;
    double sum = (density(least) + density(x)) / 2;
    for (int i = 1; i < steps; i++) {
      sum += density(least + i * step);
    }
    return sum * step;
  }

  private static double density(double x) {
    return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }
}
