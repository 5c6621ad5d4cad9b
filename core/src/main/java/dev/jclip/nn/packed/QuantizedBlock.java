package dev.jclip.nn.packed;

import dev.jclip.nn.LayerNorm;
import dev.jclip.nn.Parameters;
import dev.jclip.nn.ResidualAttentionBlock;
import dev.jclip.nn.TokenRows;
import dev.jclip.nn.quantized.Gate;
import dev.jclip.nn.quantized.QuantizedLinear;
import dev.jclip.nn.quantized.QuantizedRows;
import dev.jclip.tensor.TensorScope;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** A block whose products are taken of 8-bit integers; all else is float32. */
final class QuantizedBlock implements Block {
  private final LayerNorm ln1;
  private final QuantizedLinear inProj;
  private final PackedAttention attention;
  private final QuantizedLinear outProj;
  private final LayerNorm ln2;
  private final QuantizedLinear cFc;
  private final Gate activation;
  private final QuantizedLinear cProj;

  QuantizedBlock(Parameters parameters, ResidualAttentionBlock.Shape shape, PackedLayers layers) {
    ln1 = new LayerNorm(parameters.at("ln_1"), shape.width(), shape.layerNormEps());
    ln2 = new LayerNorm(parameters.at("ln_2"), shape.width(), shape.layerNormEps());
    attention = new PackedAttention(shape.heads());
    activation = Gate.of(shape.activation());
    try (TensorScope _ = TensorScope.inference()) {
      BlockWeights weights = BlockWeights.of(parameters, shape);
      inProj = layers.quantized(weights.inProj());
      outProj = layers.quantized(weights.outProj());
      cFc = layers.quantized(weights.cFc());
      cProj = layers.quantized(weights.cProj());
    }
  }

  @Override
  public Tensor forward(Tensor x, Optional<Tensor> mask) {
    Tensor in = x.to(torch.ScalarType.Float);
    return rest(in, attention.forward(project(in), mask));
  }

  @Override
  public Tensor forwardAt(Tensor x, Optional<Tensor> mask, Tensor positions) {
    Tensor in = x.to(torch.ScalarType.Float);
    Tensor attended = attention.forwardAt(project(in), mask, positions); // [B, 1, D]
    return rest(TokenRows.at(in, positions), attended).squeeze(1);
  }

  /** Queries, keys and values, [B, N, 3D]. */
  private Tensor project(Tensor x) {
    Tensor projected = inProj.forward(QuantizedRows.of(ln1.forward(x)));
    return projected.view(x.size(0), x.size(1), 3 * x.size(2));
  }

  private Tensor rest(Tensor x, Tensor attended) {
    Tensor y = outProj.forwardAdd(QuantizedRows.of(attended), x);
    QuantizedRows hidden = cFc.forward(QuantizedRows.of(ln2.forward(y)), activation);
    return cProj.forwardAdd(hidden, y);
  }
}
