package dev.jclip.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.testkit.ResidentMemory;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NativeMatrixTest {
  private static double[] random(int count, long seed) {
    return new Random(seed).doubles(count, -1, 1).toArray();
  }

  @Test
  void productsAreThoseOfTheDefinition() {
    int rows = 13;
    int columns = 7;
    int width = 5;
    double[] values = random(rows * columns, 1);
    double[] right = random(columns * width, 2);
    double[] left = random(rows * width, 3);
    try (var matrix = new NativeMatrix(values, rows, columns)) {
      double[] product = matrix.times(right, width);
      double[] transposed = matrix.transposedTimes(left, width);
      assertThat(product).hasSize(rows * width);
      assertThat(transposed).hasSize(columns * width);
      for (int w = 0; w < width; w++) {
        for (int r = 0; r < rows; r++) {
          double sum = 0;
          for (int c = 0; c < columns; c++) {
            sum += values[r * columns + c] * right[c * width + w];
          }
          assertThat(product[r * width + w]).isCloseTo(sum, within(1e-14));
        }
        for (int c = 0; c < columns; c++) {
          double sum = 0;
          for (int r = 0; r < rows; r++) {
            sum += values[r * columns + c] * left[r * width + w];
          }
          assertThat(transposed[c * width + w]).isCloseTo(sum, within(1e-14));
        }
      }
    }
  }

  @Test
  void wrongSizesAreNamed() {
    assertThatThrownBy(() -> new NativeMatrix(new double[5], 2, 3).close())
        .hasMessage("values: expected 2 x 3 values, found 5");
    try (var matrix = new NativeMatrix(new double[6], 2, 3)) {
      assertThatThrownBy(() -> matrix.times(new double[2], 1))
          .hasMessage("right: expected 3 x 1 values, found 2");
      assertThatThrownBy(() -> matrix.transposedTimes(new double[3], 1))
          .hasMessage("right: expected 2 x 1 values, found 3");
    }
  }

  @Test
  void memoryStaysFlat() {
    int side = 500;
    double[] values = random(side * side, 4); // 2 MB
    long before = 0;
    for (int i = 0; i < 400; i++) {
      try (var matrix = new NativeMatrix(values, side, side)) {
        matrix.times(values, side);
        matrix.transposedTimes(values, side);
      }
      if (i == 100) {
        before = ResidentMemory.bytes();
      }
    }
    assertThat(ResidentMemory.bytes() - before).isLessThan(100L << 20);
  }
}
