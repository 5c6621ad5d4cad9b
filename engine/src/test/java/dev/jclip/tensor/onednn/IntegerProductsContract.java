package dev.jclip.tensor.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Products of 8-bit integers, whatever computes them. */
public abstract class IntegerProductsContract {
  private final Random random = new Random(5);

  float[] values(int count, int least, int most) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextInt(least, most + 1);
    }
    return values;
  }

  Tensor bytes(int rows, int columns) {
    return Tensors.of(values(rows * columns, 0, 255), rows, columns).to(torch.ScalarType.Byte);
  }

  abstract IntegerProducts pack(int out, int in, Supplier<IntegerProducts.Rows> rows);

  @ParameterizedTest
  @CsvSource({"1, 4, 1", "5, 64, 16", "50, 3072, 768", "17, 588, 129", "400, 768, 200"})
  void areExact(int rows, int in, int out) {
    areExact(bytes(rows, in), values(out * in, -127, 127), out);
  }

  /** Two products of these need more than 16 bits, in which some processors add them. */
  @ParameterizedTest
  @ValueSource(ints = {127, -127})
  void areExactOfTheGreatestNumbers(int weight) {
    int in = 64;
    float[] values = new float[16 * in];
    Arrays.fill(values, weight);
    try (TensorScope _ = TensorScope.inference()) {
      Tensor x = torch.full(new long[] {5, in}, new Scalar(255)).to(torch.ScalarType.Byte);
      areExact(x, values, 16);
    }
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
          var products = pack(16, 64, () -> rows(weights, 64))) {
        float[] before = Tensors.floats(linear.forward(x, Fusion.NONE));
        float[] integers = Tensors.floats(products.of(bytes));
        assertThat(Tensors.floats(linear.forward(x, Fusion.NONE))).isEqualTo(before);
        assertThat(Tensors.floats(products.of(bytes))).isEqualTo(integers);
      }
    }
  }

  private static IntegerProducts.Rows rows(float[] values, int width) {
    return (index, into) -> {
      for (int i = 0; i < width; i++) {
        into[i] = (byte) values[index * width + i];
      }
    };
  }

  void areExact(Tensor x, float[] values, int out) {
    int in = Math.toIntExact(x.size(1));
    try (TensorScope _ = TensorScope.inference();
        IntegerProducts products = pack(out, in, () -> rows(values, in))) {
      assertThat(products.in()).isEqualTo(in);
      assertThat(products.out()).isEqualTo(out);
      Tensor weight = Tensors.of(values, out, in);
      Tensor expected =
          x.to(torch.ScalarType.Double).matmul(weight.to(torch.ScalarType.Double).t());
      Tensor error = products.of(x).to(torch.ScalarType.Double).sub(expected).abs();
      // The engine's operator gives float32, which is exact up to 2^24 and then to a 2^24th.
      Tensor allowed = expected.abs().div(new Scalar(1 << 24)).floor();
      assertThat(Tensors.floats(error.sub(allowed).max())[0]).isLessThanOrEqualTo(0);
    }
  }
}
