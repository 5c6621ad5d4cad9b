package dev.jclip.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.Function;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntegerProductsTest {
  private final Random random = new Random(5);

  private Tensor random(int rows, int columns, int least, int most, torch.ScalarType type) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(least, most + 1);
    }
    return Tensors.of(values, rows, columns).to(type);
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
      Tensor bytes = random(17, 64, 0, 255, torch.ScalarType.Byte);
      try (var linear = new PackedLinear(weight, bias);
          var products = IntegerProducts.pack(random(16, 64, -127, 127, torch.ScalarType.Char))) {
        float[] before = Tensors.floats(linear.forward(x, Fusion.NONE));
        float[] integers = Tensors.floats(products.of(bytes));
        assertThat(Tensors.floats(linear.forward(x, Fusion.NONE))).isEqualTo(before);
        assertThat(Tensors.floats(products.of(bytes))).isEqualTo(integers);
      }
    }
  }

  private void areExact(
      int rows, int in, int out, Function<Tensor, ? extends IntegerProducts> pack) {
    try (TensorScope _ = TensorScope.inference()) {
      Tensor weight = random(out, in, -127, 127, torch.ScalarType.Char);
      Tensor x = random(rows, in, 0, 255, torch.ScalarType.Byte);
      try (IntegerProducts products = pack.apply(weight)) {
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
