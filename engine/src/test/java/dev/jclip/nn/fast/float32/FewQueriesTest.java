package dev.jclip.nn.fast.float32;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.jclip.nn.KeyValues;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import dev.jclip.tensor.kernel.MatrixVector;
import dev.jclip.testkit.Tolerance;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("kernels")
class FewQueriesTest {
  private static final double BOUND = 2e-6;

  /** The last shape is large enough to be shared among threads. */
  @ParameterizedTest
  @CsvSource({"1,1,1,1,1", "2,3,1,7,5", "3,2,4,30,8", "2,8,6,255,64"})
  void isTheFormulaOnRowsThatLieApart(int batch, int heads, int queries, int tokens, int depth) {
    assumeThat(MatrixVector.exists()).isTrue();
    torch.manual_seed(5);
    try (TensorScope _ = TensorScope.inference()) {
      Tensor q = torch.randn(batch, queries, heads, depth).transpose(1, 2);
      int capacity = tokens + 3;
      var memory =
          new KeyValues(
              torch.randn(batch, heads, capacity, depth).narrow(2, 0, tokens),
              torch.randn(batch, heads, capacity, depth).narrow(2, 0, tokens));
      assertThat(FewQueries.suits(q)).isTrue();
      Tensor attended = FewQueries.attend(q, memory);
      assertThat(Tensors.shape(attended)).containsExactly(batch, heads, queries, depth);
      Tolerance.assertClose(
          "attended", Tensors.floats(attended), Tensors.floats(formula(q, memory)), BOUND);
    }
  }

  private static Tensor formula(Tensor q, KeyValues memory) {
    Tensor k = memory.keys().to(torch.ScalarType.Double);
    Tensor v = memory.values().to(torch.ScalarType.Double);
    return torch.softmax(q.to(torch.ScalarType.Double).matmul(k.transpose(2, 3)), -1).matmul(v);
  }

  @Test
  void greatLogitsStayNumbers() {
    assumeThat(MatrixVector.exists()).isTrue();
    try (TensorScope _ = TensorScope.inference()) {
      Tensor q = torch.ones(1, 1, 1, 1).mul(new Scalar(300));
      var memory =
          new KeyValues(
              Tensors.of(new float[] {-9, 1, 3}, 1, 1, 3, 1),
              Tensors.of(new float[] {5, 6, 7}, 1, 1, 3, 1));
      assertThat(Tensors.floats(FewQueries.attend(q, memory))).containsExactly(7);
    }
  }

  @Test
  void manyQueriesAndOtherNumbersAreNotForIt() {
    try (TensorScope _ = TensorScope.inference()) {
      Tensor few = torch.ones(1, 2, 3, 4);
      assertThat(FewQueries.suits(few.to(torch.ScalarType.BFloat16))).isFalse();
      assertThat(FewQueries.suits(torch.ones(1, 2, 100, 4))).isFalse();
    }
  }
}
