package dev.jclip.nn.fast.float32;

import dev.jclip.nn.fast.rows.RowMemory;
import dev.jclip.nn.fast.rows.Sequences;
import dev.jclip.nn.fast.rows.Sharing;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import dev.jclip.tensor.start.Kernel;
import dev.jclip.tensor.start.Tries;
import dev.jclip.tensor.thread.Part;
import dev.jclip.testkit.Tolerance;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In float64, the formula written out is the reference. */
@Tries({Kernel.FLOAT32_BLOCKS, Kernel.TRANSPOSITIONS})
class Float32AttentionTest {
  private static final double BOUND = 2e-6;
  private static final int HEADS = 2;
  private static final int DEPTH = 16;
  private static final int WIDTH = HEADS * DEPTH;

  @BeforeAll
  static void repeats() {
    torch.manual_seed(1);
  }

  private static Tensor attended(Tensor projected) {
    long tokens = projected.size(0);
    Tensor y = Tensors.empty(tokens, WIDTH);
    var rows = new Part(0, Math.toIntExact(tokens));
    Float32Attention.of(HEADS, Optional.empty())
        .forward(
            RowMemory.of(projected, rows),
            RowMemory.of(y, rows),
            new Sequences(new Part(0, 1), rows.count()),
            Sharing.WITH_ALL);
    return y;
  }

  private static Tensor expected(Tensor projected) {
    Tensor heads =
        projected
            .to(torch.ScalarType.Double)
            .view(projected.size(0), 3, HEADS, DEPTH)
            .permute(1, 2, 0, 3); // [3, h, N, d]
    Tensor logits = heads.select(0, 0).matmul(heads.select(0, 1).transpose(1, 2));
    return torch.softmax(logits, -1).matmul(heads.select(0, 2)).transpose(0, 1).flatten(1, 2);
  }

  /** By as much the logits of one token lie below the others'. */
  @ParameterizedTest
  @ValueSource(ints = {0, 20, 50, 59, 61, 70, 90, 300, 5000})
  void tokensWhoseLogitsAreFarBelowOthersAttendAsWell(int distance) {
    try (TensorScope _ = TensorScope.inference()) {
      Tensor projected = torch.randn(50, 3 * WIDTH);
      projected.narrow(1, WIDTH, WIDTH).select(1, 0).fill_(new Scalar(1));
      projected.select(0, 7).select(0, 0).fill_(new Scalar(-distance));
      Tolerance.assertClose(
          "attention",
          Tensors.floats(attended(projected)),
          Tensors.floats(expected(projected)),
          BOUND);
    }
  }
}
