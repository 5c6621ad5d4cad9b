package dev.jclip.model.clipseg;

import dev.jclip.nn.Attention;
import dev.jclip.nn.AttentionMask;
import dev.jclip.nn.AttentionWeights;
import dev.jclip.nn.LayerNorm;
import dev.jclip.nn.Linear;
import dev.jclip.nn.Parameters;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** A post-norm Transformer block with a ReLU: each LayerNorm acts on the sum. */
final class DecoderLayer {
  private final Attention attention;
  private final LayerNorm norm1;
  private final Linear fc1;
  private final Linear fc2;
  private final LayerNorm norm2;

  /** Takes {@code self_attn}, {@code layer_norm1}, {@code mlp} and {@code layer_norm2}. */
  DecoderLayer(Parameters parameters, ClipSegConfig.Decoder shape, double epsilon) {
    long width = shape.width();
    attention = Attention.of(attention(parameters.at("self_attn"), width, shape.heads()));
    norm1 = new LayerNorm(parameters.at("layer_norm1"), width, epsilon);
    fc1 = new Linear(parameters.at("mlp.fc1"), width, shape.mlpWidth());
    fc2 = new Linear(parameters.at("mlp.fc2"), shape.mlpWidth(), width);
    norm2 = new LayerNorm(parameters.at("layer_norm2"), width, epsilon);
  }

  private static AttentionWeights attention(Parameters parameters, long width, long heads) {
    return new AttentionWeights(
        heads,
        new AttentionWeights.Separate(
            new Linear(parameters.at("q_proj"), width, width),
            new Linear(parameters.at("k_proj"), width, width),
            new Linear(parameters.at("v_proj"), width, width)),
        new Linear(parameters.at("out_proj"), width, width));
  }

  /**
   * Applies the block.
   *
   * @param x [B, N, d]
   * @return [B, N, d]
   */
  Tensor forward(Tensor x) {
    Tensor attended = norm1.forward(x.add(attention.forward(x, AttentionMask.none())));
    Tensor widened = torch.relu(fc1.forward(attended)); // [B, N, mlpWidth]
    return norm2.forward(attended.add(fc2.forward(widened)));
  }
}
