package dev.jclip.nn.fast.block;

import dev.jclip.config.Activation;
import dev.jclip.nn.LayerNorm;
import dev.jclip.nn.Parameters;
import dev.jclip.nn.ResidualAttentionBlock;
import dev.jclip.nn.TokenRows;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.onednn.Fusion;
import dev.jclip.tensor.onednn.PackedLinear;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** A block in float32 or bfloat16. */
public final class PackedBlock implements Block {
  /** QuickGELU is x sigmoid(1.702 x): SiLU of 1.702 x, divided by 1.702. */
  private static final double QUICK_GELU_SLOPE = 1.702;

  private final torch.ScalarType computing;
  private final LayerNorm ln1;
  private final PackedLinear inProj;
  private final PackedAttention attention;
  private final PackedLinear outProj;
  private final LayerNorm ln2;
  private final PackedLinear cFc;
  private final Fusion activation;
  private final PackedLinear cProj;

  /**
   * Packs a block.
   *
   * @param computing float32 or bfloat16
   * @param packed owns what is packed
   */
  public PackedBlock(
      Parameters parameters,
      ResidualAttentionBlock.Shape shape,
      torch.ScalarType computing,
      PackedWeights packed) {
    this.computing = computing;
    ln1 = new LayerNorm(parameters.at("ln_1"), shape.width(), shape.layerNormEps());
    ln2 = new LayerNorm(parameters.at("ln_2"), shape.width(), shape.layerNormEps());
    attention = new PackedAttention(shape.heads());
    activation =
        switch (shape.activation()) {
          case QUICK_GELU -> Fusion.SILU;
          case GELU -> Fusion.GELU;
          case GELU_TANH -> Fusion.GELU_TANH;
        };
    double slope = shape.activation() == Activation.QUICK_GELU ? QUICK_GELU_SLOPE : 1;
    try (TensorScope _ = TensorScope.inference()) {
      BlockWeights weights = BlockWeights.of(parameters, shape);
      inProj = packed.linear(weights.inProj(), computing);
      outProj = packed.linear(weights.outProj(), computing);
      cFc =
          packed.linear(
              weights.cFc().multiply(torch.full(new long[] {1}, new Scalar(slope))), computing);
      cProj = packed.linear(weights.cProj().divideInputs(slope), computing);
    }
  }

  @Override
  public Tensor forward(Tensor x, Optional<Tensor> mask) {
    Tensor in = x.to(computing);
    Tensor projected = inProj.forward(ln1.forward(in), Fusion.NONE); // [B, N, 3D]
    return rest(in, attention.forward(projected, mask));
  }

  @Override
  public Tensor forwardAt(Tensor x, Optional<Tensor> mask, Tensor positions) {
    Tensor in = x.to(computing);
    Tensor projected = inProj.forward(ln1.forward(in), Fusion.NONE); // [B, N, 3D]
    Tensor attended = attention.forwardAt(projected, mask, positions); // [B, 1, D]
    return rest(TokenRows.at(in, positions), attended).squeeze(1);
  }

  private Tensor rest(Tensor x, Tensor attended) {
    Tensor y = outProj.forwardAdd(attended, x);
    return cProj.forwardAdd(cFc.forward(ln2.forward(y), activation), y);
  }
}
