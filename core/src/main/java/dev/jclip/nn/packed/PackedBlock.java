package dev.jclip.nn.packed;

import dev.jclip.config.Activation;
import dev.jclip.nn.LayerNorm;
import dev.jclip.nn.Parameters;
import dev.jclip.nn.ResidualAttentionBlock;
import dev.jclip.nn.TokenRows;
import dev.jclip.tensor.FusedLinear;
import dev.jclip.tensor.Fusion;
import dev.jclip.tensor.TensorScope;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The inference form of {@link ResidualAttentionBlock}. */
final class PackedBlock {
  /** QuickGELU is x sigmoid(1.702 x): SiLU of 1.702 x, divided by 1.702. */
  private static final double QUICK_GELU_SLOPE = 1.702;

  private final LayerNorm ln1;
  private final FusedLinear inProj;
  private final PackedAttention attention;
  private final FusedLinear outProj;
  private final LayerNorm ln2;
  private final FusedLinear cFc;
  private final Fusion activation;
  private final FusedLinear cProj;

  PackedBlock(Parameters parameters, ResidualAttentionBlock.Shape shape, PackedLayers layers) {
    long width = shape.width();
    long hidden = shape.mlpWidth();
    boolean isQuick = shape.activation() == Activation.QUICK_GELU;
    ln1 = new LayerNorm(parameters.at("ln_1"), width, shape.layerNormEps());
    ln2 = new LayerNorm(parameters.at("ln_2"), width, shape.layerNormEps());
    attention = new PackedAttention(shape.heads());
    activation =
        switch (shape.activation()) {
          case QUICK_GELU -> Fusion.SILU;
          case GELU -> Fusion.GELU;
          case GELU_TANH -> Fusion.GELU_TANH;
        };
    try (TensorScope _ = TensorScope.inference()) {
      inProj = inProjection(parameters.at("attn"), shape, layers);
      Tensor gain1 = branchGain(parameters.at("ls_1"), shape);
      Tensor gain2 = branchGain(parameters.at("ls_2"), shape);
      Tensor slope = full(isQuick ? QUICK_GELU_SLOPE : 1);
      outProj = linear(parameters.at("attn.out_proj"), width, width, gain1, gain1, layers);
      cFc = linear(parameters.at("mlp.c_fc"), width, hidden, slope, slope, layers);
      cProj = linear(parameters.at("mlp.c_proj"), hidden, width, gain2.div(slope), gain2, layers);
    }
  }

  /** Queries are scaled by their weights, so that the attention need not do it. */
  private static FusedLinear inProjection(
      Parameters attn, ResidualAttentionBlock.Shape shape, PackedLayers layers) {
    long width = shape.width();
    double scale = 1 / Math.sqrt((double) width / shape.heads());
    Tensor scales = torch.ones(3 * width);
    scales.narrow(0, 0, width).fill_(new Scalar(scale));
    Tensor weight = attn.loan("in_proj_weight", 3 * width, width);
    Tensor bias = attn.loan("in_proj_bias", 3 * width);
    return layers.blockLinear(weight.mul(scales.unsqueeze(1)), bias.mul(scales));
  }

  private static Tensor branchGain(Parameters parameters, ResidualAttentionBlock.Shape shape) {
    return shape.layerScale() ? parameters.loan("gamma", shape.width()) : full(1);
  }

  private static Tensor full(double value) {
    return torch.full(new long[] {1}, new Scalar(value));
  }

  private static FusedLinear linear(
      Parameters parameters,
      long in,
      long out,
      Tensor weightGain,
      Tensor biasGain,
      PackedLayers layers) {
    Tensor weight = parameters.loan("weight", out, in).mul(weightGain.unsqueeze(1));
    return layers.blockLinear(weight, parameters.loan("bias", out).mul(biasGain));
  }

  /**
   * Applies the block.
   *
   * @param x [B, N, D]
   * @param mask logits to add, [N, N] or [B, 1, N, N]
   * @return [B, N, D]
   */
  Tensor forward(Tensor x, Optional<Tensor> mask) {
    Tensor projected = inProj.forward(ln1.forward(x), Fusion.NONE); // [B, N, 3D]
    return rest(x, attention.forward(projected, mask));
  }

  /**
   * Applies the block for one token of each row.
   *
   * @param x [B, N, D]
   * @param mask logits to add, [N, N] or [B, 1, N, N]
   * @param positions [B] which token, int64
   * @return [B, D]
   */
  Tensor forwardAt(Tensor x, Optional<Tensor> mask, Tensor positions) {
    Tensor projected = inProj.forward(ln1.forward(x), Fusion.NONE); // [B, N, 3D]
    Tensor attended = attention.forwardAt(projected, mask, positions); // [B, 1, D]
    return rest(TokenRows.at(x, positions), attended).squeeze(1);
  }

  private Tensor rest(Tensor x, Tensor attended) {
    Tensor y = outProj.forwardAdd(attended, x);
    return cProj.forwardAdd(cFc.forward(ln2.forward(y), activation), y);
  }
}
