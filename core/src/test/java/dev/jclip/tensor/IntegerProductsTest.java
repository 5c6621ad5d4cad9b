package dev.jclip.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntegerProductsTest {
  private final Random random = new Random(5);

  private float[] values(int count, int least, int most) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextInt(least, most + 1);
    }
    return values;
  }

  private Tensor bytes(int rows, int columns) {
    return Tensors.of(values(rows * columns, 0, 255), rows, columns).to(torch.ScalarType.Byte);
  }

  @ParameterizedTest
  @CsvSource({"1, 4, 1", "5, 64, 16", "50, 3072, 768", "17, 588, 129", "400, 768, 200"})
  void areExact(int rows, int in, int out) {
    areExact(rows, in, out, IntegerProducts::pack);
    areExact(rows, in, out, EngineProducts::new);
  }

  @Test
  void areExactWhereColumnsHaveNoWholeGroups() {
    areExact(3, 75, 8, IntegerProducts::pack);
  }

  /** The matrix unit of a processor has a state. */
  @Test
  void leaveTheThreadsOtherProductsAsTheyWere() {
    try (TensorScope _ = TensorScope.inference()) {
      Tensor x = torch.randn(40, 96).to(torch.ScalarType.BFloat16);
      Tensor weight = torch.randn(80, 96).to(torch.ScalarType.BFloat16);
      Tensor bias = torch.zeros(80).to(torch.ScalarType.BFloat16);
      float[] weights = values(16 * 64, -127, 127);
      Tensor bytes = bytes(17, 64);
      try (var linear = new PackedLinear(weight, bias);
          var products = IntegerProducts.pack(16, 64, () -> rows(weights, 64))) {
        float[] before = Tensors.floats(linear.forward(x, Fusion.NONE));
        float[] integers = Tensors.floats(products.of(bytes));
        assertThat(Tensors.floats(linear.forward(x, Fusion.NONE))).isEqualTo(before);
        assertThat(Tensors.floats(products.of(bytes))).isEqualTo(integers);
      }
    }
  }

  /** Makes products of a matrix. */
  private interface Packer {
    IntegerProducts pack(int out, int in, Supplier<IntegerProducts.Rows> rows);
  }

  private static IntegerProducts.Rows rows(float[] values, int width) {
    return (index, into) -> {
      for (int i = 0; i < width; i++) {
        into[i] = (byte) values[index * width + i];
      }
    };
  }

  private void areExact(int rows, int in, int out, Packer packer) {
    try (TensorScope _ = TensorScope.inference()) {
      float[] values = values(out * in, -127, 127);
      Tensor weight = Tensors.of(values, out, in);
      Tensor x = bytes(rows, in);
      try (IntegerProducts products = packer.pack(out, in, () -> rows(values, in))) {
        assertThat(products.in()).isEqualTo(in);
        assertThat(products.out()).isEqualTo(out);
        Tensor expected =
            x.to(torch.ScalarType.Double).matmul(weight.to(torch.ScalarType.Double).t());
        Tensor error = products.of(x).to(torch.ScalarType.Double).sub(expected).abs();
        // The engine's operator gives float32, which is exact up to 2^24 and then to a 2^24th.
        Tensor allowed = expected.abs().div(new Scalar(1 << 24)).floor();
        assertThat(Tensors.floats(error.sub(allowed).max())[0]).isLessThanOrEqualTo(0);
      }
    }
  }
}
