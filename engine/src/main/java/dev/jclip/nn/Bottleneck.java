package dev.jclip.nn;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A bottleneck block of the ModifiedResNet: instead of striding, its convolutions are followed by
 * average pooling (arXiv 2103.00020, section 2.4).
 */
public final class Bottleneck {
  /** How many times wider a block's output is than its inner convolutions. */
  public static final int EXPANSION = 4;

  private final ConvNorm first;
  private final ConvNorm second;
  private final ConvNorm third;
  private final UnaryOperator<Tensor> pool;
  private final UnaryOperator<Tensor> shortcut;

  /** Takes {@code conv1} to {@code bn3} and, where the shape changes, {@code downsample}. */
  public Bottleneck(Parameters parameters, long in, long planes, long stride) {
    long out = planes * EXPANSION;
    first = convNorm(parameters, 1, in, planes, 1);
    second = convNorm(parameters, 2, planes, planes, 3);
    third = convNorm(parameters, 3, planes, out, 1);
    pool = stride == 1 ? UnaryOperator.identity() : x -> torch.avg_pool2d(x, stride, stride);
    shortcut =
        stride == 1 && in == out ? UnaryOperator.identity() : downsample(parameters, in, out);
  }

  private static ConvNorm convNorm(Parameters parameters, int index, long in, long out, long side) {
    return new ConvNorm(
        parameters.at("conv" + index), parameters.at("bn" + index), in, out, side, 1);
  }

  private UnaryOperator<Tensor> downsample(Parameters parameters, long in, long out) {
    ConvNorm projection =
        new ConvNorm(parameters.at("downsample.0"), parameters.at("downsample.1"), in, out, 1, 1);
    return x -> projection.forward(pool.apply(x));
  }

  /**
   * Applies the block.
   *
   * @param x [B, in, H, W]
   * @return [B, 4 planes, H / stride, W / stride]
   */
  public Tensor forward(Tensor x) {
    Tensor inner = torch.relu(first.forward(x));
    inner = pool.apply(torch.relu(second.forward(inner)));
    return torch.relu(third.forward(inner).add(shortcut.apply(x)));
  }
}
