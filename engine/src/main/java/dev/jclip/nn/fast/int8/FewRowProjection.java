package dev.jclip.nn.fast.int8;

import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import dev.jclip.tensor.kernel.RowMath;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Scores of many outputs for a few rows: by rounded weights, and exactly in float32 for each output
 * that may be the row's greatest in spite of the rounding. So the greatest is that of float32. The
 * owner of its memory: close it. Safe for many threads at once until then.
 */
public final class FewRowProjection implements AutoCloseable {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

  private final FewRowLinear rounded;
  private final Tensor weight; // [out, in]
  private final MemorySegment memory;

  /**
   * Packs a copy of a matrix.
   *
   * @param weight [out, in], float32
   */
  public FewRowProjection(Tensor weight) {
    rounded = new FewRowLinear(weight, torch.zeros(weight.size(0)), (_, _) -> {});
    this.weight = TensorScope.escape(weight.contiguous().clone());
    memory = Tensors.memory(this.weight);
  }

  /**
   * {@code x @ weight^T}.
   *
   * @param x [..., in], float32
   * @return [..., out], float32
   */
  public Tensor forward(Tensor x) {
    Tensor in = x.contiguous();
    Tensor scores = rounded.forward(in);
    int width = Math.toIntExact(weight.size(1));
    MemorySegment from = Tensors.memory(in);
    MemorySegment all = Tensors.memory(scores);
    long bytes = (long) rounded.out() * Float.BYTES;
    float[] row = new float[width];
    float[] ofRow = new float[rounded.out()];
    for (int i = 0; i < in.numel() / width; i++) {
      MemorySegment.copy(from, FLOAT, (long) i * width * Float.BYTES, row, 0, width);
      MemorySegment.copy(all, FLOAT, i * bytes, ofRow, 0, ofRow.length);
      rescore(row, ofRow, all.asSlice(i * bytes, bytes));
    }
    return scores;
  }

  private void rescore(float[] row, float[] scores, MemorySegment into) {
    float[] extremes = new float[2];
    RowMath.extremes(scores, extremes);
    float least = extremes[1] - 2 * rounded.mostError(row);
    float[] weights = new float[row.length];
    for (int output = 0; output < scores.length; output++) {
      if (scores[output] >= least) {
        long start = (long) output * row.length * Float.BYTES;
        MemorySegment.copy(memory, FLOAT, start, weights, 0, row.length);
        into.setAtIndex(FLOAT, output, RowMath.dot(row, weights));
      }
    }
  }

  @Override
  public void close() {
    rounded.close();
    TensorScope.free(weight);
  }
}
