package dev.jclip.nn.fast.int8;

import dev.jclip.nn.Parameters;
import dev.jclip.nn.ResidualAttentionBlock;
import dev.jclip.nn.TokenRows;
import dev.jclip.nn.fast.bfloat16.Bfloat16Attention;
import dev.jclip.nn.fast.bfloat16.Bfloat16Rows;
import dev.jclip.nn.fast.block.Block;
import dev.jclip.nn.fast.block.BlockWeights;
import dev.jclip.nn.fast.block.PackedAttention;
import dev.jclip.nn.fast.block.PackedWeights;
import dev.jclip.nn.fast.rows.RowFunction;
import dev.jclip.nn.fast.rows.RowMemory;
import dev.jclip.nn.fast.rows.RowNorm;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import dev.jclip.tensor.start.Engine;
import dev.jclip.tensor.thread.Part;
import java.util.Optional;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/**
 * A block whose products are taken of 8-bit integers; all else is float32, but attention where
 * bfloat16 is faster. Between the attentions, rows go through all layers while they are in a
 * processor's cache.
 */
public final class QuantizedBlock implements Block {
  /** Attention of fewer is done before other threads have begun to help. */
  private static final int MOST_ROWS_ON_ONE_THREAD = 100;

  private final RowNorm ln1;
  private final QuantizedLinear inProj;
  private final PackedAttention attention;
  private final Bfloat16Attention roundedAttention;
  private final QuantizedLinear outProj;
  private final RowNorm ln2;
  private final QuantizedLinear cFc;
  private final Gate activation;
  private final QuantizedLinear cProj;

  /**
   * Packs a block.
   *
   * @param packed owns what is packed
   */
  public QuantizedBlock(
      Parameters parameters, ResidualAttentionBlock.Shape shape, PackedWeights packed) {
    ln1 = new RowNorm(parameters.at("ln_1"), shape.width(), shape.layerNormEps());
    ln2 = new RowNorm(parameters.at("ln_2"), shape.width(), shape.layerNormEps());
    attention = new PackedAttention(shape.heads());
    roundedAttention = new Bfloat16Attention(shape.heads());
    activation = Gate.of(shape.activation());
    try (TensorScope _ = TensorScope.inference()) {
      BlockWeights weights = BlockWeights.of(parameters, shape);
      inProj = linear(weights.inProj(), packed);
      outProj = linear(weights.outProj(), packed);
      cFc = linear(weights.cFc(), packed);
      cProj = linear(weights.cProj(), packed);
    }
  }

  private static QuantizedLinear linear(BlockWeights.Affine layer, PackedWeights packed) {
    return packed.own(new QuantizedLinear(layer.weight(), layer.bias()), QuantizedLinear::close);
  }

  @Override
  public Tensor forward(Tensor x, Optional<Tensor> mask) {
    Tensor in = x.to(torch.ScalarType.Float).contiguous();
    return rest(in, attend(in, mask));
  }

  private Tensor attend(Tensor x, Optional<Tensor> mask) {
    if (mask.isEmpty() && roundedAttention.suits(x.size(1), x.size(2))) {
      return roundedAttention.forward(projectToBfloat16(x));
    }
    Tensor projected = project(x);
    return rows(x) > MOST_ROWS_ON_ONE_THREAD
        ? attention.forward(projected, mask)
        : Engine.onOneThread(() -> attention.forward(projected, mask));
  }

  @Override
  public Tensor forwardAt(Tensor x, Optional<Tensor> mask, Tensor positions) {
    Tensor in = x.to(torch.ScalarType.Float).contiguous();
    Tensor attended = attention.forwardAt(project(in), mask, positions); // [B, 1, D]
    return rest(TokenRows.at(in, positions), attended).squeeze(1);
  }

  /** Queries, keys and values, [B, N, 3D]. */
  private Tensor project(Tensor x) {
    Tensor y = Tensors.empty(x.size(0), x.size(1), inProj.out());
    project(x, part -> RowMemory.of(y, part)::write);
    return y;
  }

  /** Queries, keys and values, [B, N, 3D]. */
  private Tensor projectToBfloat16(Tensor x) {
    long[] shape = {x.size(0), x.size(1), inProj.out()};
    Tensor y = torch.empty(shape, new TensorOptions(torch.ScalarType.BFloat16), null);
    project(x, part -> Bfloat16Rows.of(y, part)::write);
    return y;
  }

  private void project(Tensor x, Function<Part, RowFunction> into) {
    RowParts.forEach(
        rows(x),
        part -> inProj.forward(QuantizedRows.of(RowMemory.of(x, part), ln1), into.apply(part)));
  }

  private Tensor rest(Tensor x, Tensor attended) {
    Tensor in = attended.contiguous();
    Tensor y = Tensors.empty(Tensors.shape(x));
    RowParts.forEach(
        rows(x),
        part -> rest(RowMemory.of(x, part), RowMemory.of(in, part), RowMemory.of(y, part)));
    return y;
  }

  private void rest(RowMemory x, RowMemory attended, RowMemory y) {
    var normalized = new QuantizedRows(x.count(), x.width());
    outProj.forward(
        QuantizedRows.of(attended),
        (index, row) -> {
          x.addTo(index, row);
          y.write(index, row);
          ln2.apply(index, row);
          normalized.set(index, row);
        });
    var hidden = new QuantizedRows(x.count(), cFc.out());
    cFc.forward(
        normalized,
        (index, row) -> {
          activation.apply(index, row);
          hidden.set(index, row);
        });
    cProj.forward(
        hidden,
        (index, row) -> {
          y.addTo(index, row);
          y.write(index, row);
        });
  }

  private static int rows(Tensor x) {
    return Math.toIntExact(x.size(0) * x.size(1));
  }
}
