package dev.jclip.nn.fast;

import dev.jclip.config.Precision;
import dev.jclip.config.TowerPrecision;
import dev.jclip.nn.Attention;
import dev.jclip.nn.AttentionWeights;
import dev.jclip.nn.Layers;
import dev.jclip.nn.LinearLayers;
import dev.jclip.nn.Parameters;
import dev.jclip.nn.PatchEmbedding;
import dev.jclip.nn.ResidualAttentionBlock;
import dev.jclip.nn.Transformer;
import dev.jclip.nn.fast.block.Block;
import dev.jclip.nn.fast.block.BlockWeights;
import dev.jclip.nn.fast.block.PackedBlock;
import dev.jclip.nn.fast.block.PackedWeights;
import dev.jclip.nn.fast.float32.Float32Block;
import dev.jclip.nn.fast.int8.QuantizedBlock;
import dev.jclip.nn.fast.int8.QuantizedLinear;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.onednn.Fusion;
import dev.jclip.tensor.onednn.PackedLinear;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Layers that compute embeddings fast, and the owner of their packed weights: after {@link #close}
 * no layer it made may be used. They take and give float32, whatever they compute in; but maps of
 * features go from one to the next as they are computed. For processors; made on one thread, the
 * layers may be used on many.
 */
public final class PackedLayers implements Layers, AutoCloseable {
  private final TowerPrecision precision;
  private final PackedWeights weights = new PackedWeights();

  /** Makes layers that compute in a precision. */
  public PackedLayers(TowerPrecision precision) {
    this.precision = precision;
  }

  @Override
  public UnaryOperator<Tensor> patchEmbedding(Parameters parameters, long width, long patchSize) {
    try (TensorScope _ = TensorScope.inference()) {
      Tensor kernel = parameters.copy("weight", width, 3, patchSize, patchSize);
      var layer = new BlockWeights.Affine(kernel.flatten(1, 3), torch.zeros(width));
      return new PatchEmbedding(float32Linear(layer), patchSize)::forward;
    }
  }

  /** A linear layer that takes and gives float32, whatever it computes in. */
  private UnaryOperator<Tensor> float32Linear(BlockWeights.Affine layer) {
    UnaryOperator<Tensor> linear = linear(layer.weight(), layer.bias());
    return x -> linear.apply(x).to(torch.ScalarType.Float);
  }

  /** A linear layer that gives what it computes in. */
  private UnaryOperator<Tensor> linear(Tensor weight, Tensor bias) {
    if (precision.outer() == Precision.INT8) {
      QuantizedLinear quantized =
          weights.own(new QuantizedLinear(weight, bias), QuantizedLinear::close);
      return x -> quantized.forward(x.to(torch.ScalarType.Float));
    }
    torch.ScalarType computing = computing(precision.outer());
    PackedLinear linear = weights.linear(weight, bias, computing);
    return x -> linear.forward(x.to(computing), Fusion.NONE);
  }

  /** In float32: it is a small part of the work, and behind it nothing evens rounding out. */
  @Override
  public UnaryOperator<Tensor> projection(Parameters parameters, String name, long in, long out) {
    try (TensorScope _ = TensorScope.inference()) {
      Tensor weight = parameters.copy(name, in, out).t();
      PackedLinear linear = weights.linear(weight, torch.zeros(out), torch.ScalarType.Float);
      return x -> linear.forward(x, Fusion.NONE);
    }
  }

  @Override
  public UnaryOperator<Tensor> linear(Parameters parameters, long in, long out) {
    try (TensorScope _ = TensorScope.inference()) {
      return float32Linear(BlockWeights.Affine.of(parameters, in, out));
    }
  }

  @Override
  public Transformer transformer(
      Parameters parameters, int layers, ResidualAttentionBlock.Shape shape) {
    List<Block> blocks =
        IntStream.range(0, layers)
            .mapToObj(i -> block(parameters.at("resblocks." + i), shape, precision.block(i)))
            .toList();
    return new PackedTransformer(blocks);
  }

  @Override
  public Attention attention(Parameters parameters, AttentionWeights.Reader reader) {
    return FastAttention.of(parameters, reader, this::linear, this::linear);
  }

  @Override
  public LinearLayers ofFewRows() {
    return precision.outer() == Precision.INT8 ? new FewRowLayers(weights) : this;
  }

  /** The inference form of one block. */
  public Block block(
      Parameters parameters, ResidualAttentionBlock.Shape shape, Precision blockPrecision) {
    return switch (blockPrecision) {
      case F32 ->
          Float32Block.exists()
              ? new Float32Block(parameters, shape, weights)
              : new PackedBlock(parameters, shape, computing(blockPrecision), weights);
      case BF16 -> new PackedBlock(parameters, shape, computing(blockPrecision), weights);
      case INT8 -> new QuantizedBlock(parameters, shape, weights);
    };
  }

  /** What the engine's own kinds of numbers can do for a precision. */
  private static torch.ScalarType computing(Precision precision) {
    return switch (precision) {
      case F32, INT8 -> torch.ScalarType.Float;
      case BF16 -> torch.ScalarType.BFloat16;
    };
  }

  /** In float32: it is a small part of the work, and its rounding would go through every block. */
  @Override
  public UnaryOperator<Tensor> convNormRelu(
      Parameters conv, Parameters norm, long in, long out, long side, long stride) {
    return new PackedConvolutions(weights, torch.ScalarType.Float)
            .square(conv, norm, new long[] {out, in, side, side}, stride)
        ::forwardRelu;
  }

  @Override
  public UnaryOperator<Tensor> bottleneck(
      Parameters parameters, long in, long planes, long stride) {
    var convolutions = new PackedConvolutions(weights, computing(precision.outer()));
    return new PackedBottleneck(parameters, in, planes, stride, convolutions)::forward;
  }

  @Override
  public void close() {
    weights.close();
  }
}
