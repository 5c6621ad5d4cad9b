package dev.jclip.nn.fast.int8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.nn.fast.rows.RowFunction;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import dev.jclip.testkit.Summation;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("kernels")
class FewRowLinearTest {
  /** No multiple of what is computed together. */
  private static final int IN = 51;

  /** More than a panel, less than two. */
  private static final int OUT = 300;

  private static final RowFunction NOTHING = (_, _) -> {};
  private static final int MOST = 127;

  private final Random random = new Random(11);
  private final float[] weight = values(OUT * IN);
  private final float[] bias = values(OUT);

  private float[] values(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private float[] outputs(float[] x, RowFunction then) {
    try (TensorScope _ = TensorScope.inference();
        var linear = new FewRowLinear(Tensors.of(weight, OUT, IN), Tensors.of(bias, OUT), then)) {
      Tensor y = linear.forward(Tensors.of(x, 1, x.length / IN, IN));
      assertThat(Tensors.shape(y)).containsExactly(1, x.length / IN, OUT);
      return Tensors.floats(y);
    }
  }

  private double step(int output) {
    double greatest = 0;
    for (int i = 0; i < IN; i++) {
      greatest = Math.max(greatest, Math.abs(weight[output * IN + i]));
    }
    return greatest / MOST;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 9, 32, 33, 40})
  void multipliesWithTheRoundedWeightsWhateverTheNumberOfRows(int rows) {
    float[] x = values(rows * IN);
    float[] y = outputs(x, NOTHING);
    for (int row = 0; row < rows; row++) {
      for (int output = 0; output < OUT; output++) {
        double step = step(output);
        double exact = bias[output];
        double absolute = Math.abs(exact);
        for (int i = 0; i < IN; i++) {
          double term = Math.rint(weight[output * IN + i] / step) * step * x[row * IN + i];
          exact += term;
          absolute += Math.abs(term);
        }
        double bound = Summation.gamma(IN + 4) * absolute;
        assertThat(y[row * OUT + output])
            .isBetween((float) (exact - bound), (float) (exact + bound));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 40})
  void doesWhatBecomesOfAnOutput(int rows) {
    float[] x = values(rows * IN);
    float[] plain = outputs(x, NOTHING);
    float[] halved =
        outputs(
            x,
            (_, row) -> {
              for (int i = 0; i < row.length; i++) {
                row[i] /= 2;
              }
            });
    for (int i = 0; i < plain.length; i++) {
      assertThat(halved[i]).isEqualTo(plain[i] / 2);
    }
  }

  @Test
  void theGreatestScoreIsExactAndTheOneOfFloat32() {
    for (int output = 1; output < OUT; output++) {
      for (int i = 0; i < IN; i++) { // all so near to the first that rounding puts them in disorder
        weight[output * IN + i] = weight[i] + 0.02f * (float) random.nextGaussian();
      }
    }
    int rows = 20;
    int disordered = 0;
    float[] x = values(rows * IN);
    try (TensorScope _ = TensorScope.inference();
        var projection = new FewRowProjection(Tensors.of(weight, OUT, IN));
        var rounded =
            new FewRowLinear(
                Tensors.of(weight, OUT, IN), Tensors.of(new float[OUT], OUT), NOTHING)) {
      Tensor in = Tensors.of(x, rows, IN);
      float[][] scores = Tensors.rows(projection.forward(in));
      float[][] roundedScores = Tensors.rows(rounded.forward(in));
      for (int row = 0; row < rows; row++) {
        float[] exact = exact(x, row);
        int greatest = greatest(exact);
        assertThat(greatest(scores[row])).isEqualTo(greatest);
        assertThat(scores[row][greatest]).isEqualTo(exact[greatest], within(1e-4f));
        disordered += greatest(roundedScores[row]) == greatest ? 0 : 1;
      }
    }
    assertThat(disordered).isPositive();
  }

  private float[] exact(float[] x, int row) {
    float[] exact = new float[OUT];
    for (int output = 0; output < OUT; output++) {
      double sum = 0;
      for (int i = 0; i < IN; i++) {
        sum += (double) weight[output * IN + i] * x[row * IN + i];
      }
      exact[output] = (float) sum;
    }
    return exact;
  }

  private static int greatest(float[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return best;
  }
}
