package dev.jclip.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.testkit.ResidentMemory;
import java.util.Arrays;
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

  @Test
  void principalAxesAreAtRightAnglesAndSeparateTheSpread() {
    var random = new Random(3);
    double[] values = new double[7 * 4];
    Arrays.setAll(values, i -> random.nextGaussian() * (1 + i % 4));
    try (var matrix = new NativeMatrix(values, 7, 4)) {
      double[] axes = matrix.principalAxes();
      double[] products = inner(axes, axes, 4);
      double[] turned = matrix.times(axes, 4);
      double[] spread = inner(turned, turned, 4);
      for (int i = 0; i < 4; i++) {
        for (int j = 0; j < 4; j++) {
          assertThat(products[i * 4 + j]).isCloseTo(i == j ? 1 : 0, within(1e-12));
          if (i != j) {
            assertThat(spread[i * 4 + j]).isCloseTo(0, within(1e-10));
          }
        }
        assertThat(i == 0 || spread[i * 5] > spread[i * 5 - 5]).isTrue();
      }
    }
  }

  /** The products of all columns of two matrices with this many columns. */
  private static double[] inner(double[] left, double[] right, int columns) {
    double[] products = new double[columns * columns];
    for (int row = 0; row < left.length; row += columns) {
      for (int i = 0; i < products.length; i++) {
        products[i] += left[row + i / columns] * right[row + i % columns];
      }
    }
    return products;
  }
}
