package dev.jclip.nn.fast.float32;

import dev.jclip.nn.Parameters;
import dev.jclip.nn.ResidualAttentionBlock;
import dev.jclip.nn.TokenRows;
import dev.jclip.nn.fast.block.Block;
import dev.jclip.nn.fast.block.BlockWeights;
import dev.jclip.nn.fast.block.PackedWeights;
import dev.jclip.nn.fast.rows.RowFunction;
import dev.jclip.nn.fast.rows.RowMemory;
import dev.jclip.nn.fast.rows.RowNorm;
import dev.jclip.nn.fast.rows.Sequences;
import dev.jclip.nn.fast.rows.Sharing;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import dev.jclip.tensor.kernel.Float32Kernel;
import dev.jclip.tensor.kernel.Transposition;
import dev.jclip.tensor.thread.Part;
import java.util.Optional;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A block in float32. Some sequences at a time go through all its layers, side by side where there
 * are enough of them; else all threads share the columns of each layer. Biases are written where
 * products are then added.
 */
public final class Float32Block implements Block {
  private final int heads;
  private final RowNorm ln1;
  private final Float32Linear inProj;
  private final Float32Linear outProj;
  private final RowNorm ln2;
  private final Float32Linear cFc;
  private final RationalGate activation;
  private final Float32Linear cProj;

  /**
   * Packs a block.
   *
   * @param packed owns what is packed
   */
  public Float32Block(
      Parameters parameters, ResidualAttentionBlock.Shape shape, PackedWeights packed) {
    heads = shape.heads();
    ln1 = new RowNorm(parameters.at("ln_1"), shape.width(), shape.layerNormEps());
    ln2 = new RowNorm(parameters.at("ln_2"), shape.width(), shape.layerNormEps());
    activation = RationalGate.of(shape.activation());
    try (TensorScope _ = TensorScope.inference()) {
      BlockWeights weights = BlockWeights.of(parameters, shape);
      inProj = linear(weights.inProj(), packed);
      outProj = linear(weights.outProj(), packed);
      cFc = linear(weights.cFc(), packed);
      cProj = linear(weights.cProj(), packed);
    }
  }

  private static Float32Linear linear(BlockWeights.Affine layer, PackedWeights packed) {
    return packed.own(new Float32Linear(layer.weight(), layer.bias()), Float32Linear::close);
  }

  /** Whether there are kernels for it here. */
  public static boolean exists() {
    return Float32Kernel.exists() && Transposition.exists();
  }

  @Override
  public Tensor forward(Tensor x, Optional<Tensor> mask) {
    Tensor in = x.to(torch.ScalarType.Float).contiguous();
    Tensor y = Tensors.empty(Tensors.shape(in));
    Float32Attention attention = Float32Attention.of(heads, mask);
    forEachGroup(
        in,
        (group, sharing) -> {
          Part rows = group.rows();
          RowMemory from = RowMemory.of(in, rows);
          RowMemory attended = RowMemory.empty(rows.count(), from.width());
          attention.forward(project(from, sharing), attended, group, sharing);
          rest(from, attended, RowMemory.of(y, rows), sharing);
        });
    return y;
  }

  @Override
  public Tensor forwardAt(Tensor x, Optional<Tensor> mask, Tensor positions) {
    Tensor in = x.to(torch.ScalarType.Float).contiguous();
    Tensor tokens = TokenRows.at(in, positions).squeeze(1); // [B, D]
    Tensor y = Tensors.empty(Tensors.shape(tokens));
    Float32Attention attention = Float32Attention.of(heads, mask);
    long[] indices = new long[Math.toIntExact(positions.numel())];
    new LongPointer(positions.contiguous().data_ptr()).get(indices);
    forEachGroup(
        in,
        (group, sharing) -> {
          Part rows = group.part();
          RowMemory projected = project(RowMemory.of(in, group.rows()), sharing);
          RowMemory from = RowMemory.of(tokens, rows);
          RowMemory attended = RowMemory.empty(rows.count(), from.width());
          attention.forwardAt(projected, indices, attended, group, sharing);
          rest(from, attended, RowMemory.of(y, rows), sharing);
        });
    return y;
  }

  private static void forEachGroup(Tensor x, Sequences.Computation computation) {
    Sequences.forEach(Math.toIntExact(x.size(0)), Math.toIntExact(x.size(1)), computation);
  }

  /** Queries, keys and values, [rows, 3D]. */
  private RowMemory project(RowMemory x, Sharing sharing) {
    RowMemory normalized = RowMemory.empty(x.count(), x.width());
    RowMemory projected = RowMemory.empty(x.count(), inProj.out());
    forEachRow(
        x,
        sharing,
        (index, row) -> {
          ln1.apply(index, row);
          normalized.write(index, row);
          projected.write(index, inProj.bias());
        });
    inProj.addProducts(projected, normalized, sharing);
    return projected;
  }

  private void rest(RowMemory x, RowMemory attended, RowMemory y, Sharing sharing) {
    forEachRow(
        x,
        sharing,
        (index, row) -> {
          add(outProj.bias(), row);
          y.write(index, row);
        });
    outProj.addProducts(y, attended, sharing);
    RowMemory normalized = RowMemory.empty(y.count(), y.width());
    RowMemory hidden = RowMemory.empty(y.count(), cFc.out());
    forEachRow(
        y,
        sharing,
        (index, row) -> {
          y.add(index, cProj.bias());
          ln2.apply(index, row);
          normalized.write(index, row);
        });
    cFc.setProducts(hidden, normalized, sharing);
    forEachRow(
        hidden,
        sharing,
        (index, row) -> {
          add(cFc.bias(), row);
          activation.apply(index, row);
          hidden.write(index, row);
        });
    cProj.addProducts(y, hidden, sharing);
  }

  private static void add(float[] numbers, float[] row) {
    for (int i = 0; i < row.length; i++) {
      row[i] += numbers[i];
    }
  }

  private static void forEachRow(RowMemory rows, Sharing sharing, RowFunction function) {
    sharing.forEach(
        rows.count(),
        () -> {
          float[] row = new float[rows.width()];
          return index -> {
            rows.read(index, row);
            function.apply(index, row);
          };
        });
  }
}
