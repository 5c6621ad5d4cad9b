package dev.jclip.tensor.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("kernels")
class RowMathTest {
  private final Random random = new Random(2);

  private float[] row(int length) {
    float[] row = new float[length];
    for (int i = 0; i < length; i++) {
      row[i] = (float) random.nextGaussian();
    }
    return row;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 768, 1001})
  void dotIsTheSumOfProducts(int length) {
    float[] a = row(length);
    float[] b = row(length);
    double expected = 0;
    for (int i = 0; i < length; i++) {
      expected += (double) a[i] * b[i];
    }
    assertThat((double) RowMath.dot(a, b)).isCloseTo(expected, Offset.offset(1e-4));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 768, 1001})
  void extremesAreFoundWhereverTheyAre(int length) {
    float[] extremes = new float[2];
    for (int at = 0; at < length; at += 1 + length / 20) {
      float[] row = row(length);
      row[at] = -100;
      RowMath.extremes(row, extremes);
      assertThat(extremes[0]).isEqualTo(-100);
      row[at] = 100;
      RowMath.extremes(row, extremes);
      assertThat(extremes[1]).isEqualTo(100);
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void aValueThatIsNotFiniteIsNotOverlooked(float value) {
    float[] extremes = new float[2];
    for (int at = 0; at < 50; at++) {
      float[] row = row(50);
      row[at] = value;
      RowMath.extremes(row, extremes);
      assertThat(extremes).containsOnly(Float.NaN);
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.MAX_VALUE, -Float.MAX_VALUE, Float.MIN_VALUE, -0f})
  void finiteValuesAreTakenAsSuch(float value) {
    float[] extremes = new float[2];
    RowMath.extremes(new float[] {value, value}, extremes);
    assertThat(extremes).containsOnly(value);
  }
}
