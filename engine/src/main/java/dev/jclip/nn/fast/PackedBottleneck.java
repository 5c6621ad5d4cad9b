package dev.jclip.nn.fast;

import dev.jclip.nn.Bottleneck;
import dev.jclip.nn.Parameters;
import dev.jclip.tensor.onednn.Fusion;
import dev.jclip.tensor.onednn.PackedConvolution;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The inference form of {@link Bottleneck}. */
final class PackedBottleneck {
  private final PackedPointwise first;
  private final PackedConvolution second;
  private final PackedPointwise third;
  private final UnaryOperator<Tensor> pool;
  private final UnaryOperator<Tensor> shortcut;

  PackedBottleneck(
      Parameters parameters, long in, long planes, long stride, PackedConvolutions convolutions) {
    long out = planes * Bottleneck.EXPANSION;
    first = convolutions.pointwise(parameters.at("conv1"), parameters.at("bn1"), in, planes);
    long[] square = {planes, planes, 3, 3};
    second = convolutions.square(parameters.at("conv2"), parameters.at("bn2"), square, 1);
    third = convolutions.pointwise(parameters.at("conv3"), parameters.at("bn3"), planes, out);
    pool = stride == 1 ? UnaryOperator.identity() : x -> torch.avg_pool2d(x, stride, stride);
    shortcut =
        stride == 1 && in == out
            ? UnaryOperator.identity()
            : downsample(parameters.at("downsample"), in, out, convolutions);
  }

  private UnaryOperator<Tensor> downsample(
      Parameters parameters, long in, long out, PackedConvolutions convolutions) {
    PackedPointwise projection =
        convolutions.pointwise(parameters.at("0"), parameters.at("1"), in, out);
    return x -> projection.forward(pool.apply(x), Fusion.NONE);
  }

  Tensor forward(Tensor x) {
    Tensor inner = pool.apply(second.forwardRelu(first.forward(x, Fusion.RELU)));
    return third.forwardAdd(inner, shortcut.apply(x)).relu_();
  }
}
