package dev.jclip.nn.packed;

import dev.jclip.config.Precision;
import dev.jclip.config.TowerPrecision;
import dev.jclip.nn.AttentionMask;
import dev.jclip.nn.HiddenStates;
import dev.jclip.nn.Layers;
import dev.jclip.nn.Parameters;
import dev.jclip.nn.ResidualAttentionBlock;
import dev.jclip.nn.Transformer;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Layers of float32 that compute every block in the other precisions too, on the same input, and
 * keep the times and errors. A block is made when it computes and freed behind it, so a tower needs
 * no more memory than one block. For one thread and one batch; the parameters must stay open.
 */
public final class CalibrationLayers implements Layers, AutoCloseable {
  private static final List<Precision> TRANSFORMERS = List.of(Precision.BF16, Precision.INT8);
  private static final List<Precision> RESNETS = List.of(Precision.BF16);

  private final PackedLayers exact = new PackedLayers(TowerPrecision.EXACT);
  private final List<BlockFigures> blocks = new ArrayList<>();

  /**
   * What a block was in one precision.
   *
   * @param nanos the time it took
   * @param error the norm of what differs from float32, as a part of the norm of all
   */
  public record Figures(long nanos, double error) {}

  /** What a block was in each precision it has. */
  public record BlockFigures(Map<Precision, Figures> figures) {
    /** What it was in one that it has. */
    public Figures in(Precision precision) {
      return Objects.requireNonNull(figures.get(precision));
    }
  }

  /** The figures of all blocks that have computed, in order. */
  public List<BlockFigures> blocks() {
    return List.copyOf(blocks);
  }

  @Override
  public UnaryOperator<Tensor> patchEmbedding(Parameters parameters, long width, long patchSize) {
    return exact.patchEmbedding(parameters, width, patchSize);
  }

  @Override
  public Transformer transformer(
      Parameters parameters, int count, ResidualAttentionBlock.Shape shape) {
    return new Transformer() {
      @Override
      public HiddenStates forward(Tensor x, AttentionMask mask) {
        Optional<Tensor> logits = mask.logits(x.size(1), x.options());
        Tensor before = x;
        Tensor current = x;
        for (int i = 0; i < count; i++) {
          Parameters block = parameters.at("resblocks." + i);
          before = current;
          current =
              compute(
                  (layers, precision) -> {
                    Block made = layers.block(block, shape, precision);
                    return in -> made.forward(in, logits);
                  },
                  TRANSFORMERS,
                  current);
        }
        return new HiddenStates(current, before);
      }
    };
  }

  @Override
  public UnaryOperator<Tensor> convNormRelu(
      Parameters conv, Parameters norm, long in, long out, long side, long stride) {
    return exact.convNormRelu(conv, norm, in, out, side, stride);
  }

  @Override
  public UnaryOperator<Tensor> bottleneck(
      Parameters parameters, long in, long planes, long stride) {
    return x ->
        compute((layers, _) -> layers.bottleneck(parameters, in, planes, stride), RESNETS, x);
  }

  /** Computes a block in all precisions and returns what it is in float32. */
  private Tensor compute(Maker block, List<Precision> others, Tensor x) {
    return TensorScope.keepingOnly(
        () -> {
          Run reference = run(Precision.F32, block, x);
          var figures = new EnumMap<Precision, Figures>(Precision.class);
          figures.put(Precision.F32, reference.figures(reference.y));
          for (Precision rounded : others) {
            figures.put(rounded, run(rounded, block, x).figures(reference.y));
          }
          blocks.add(new BlockFigures(figures));
          return reference.y;
        });
  }

  /** Makes a block that computes in a precision. */
  private interface Maker {
    UnaryOperator<Tensor> make(PackedLayers layers, Precision precision);
  }

  private static Run run(Precision precision, Maker block, Tensor x) {
    try (var layers = new PackedLayers(TowerPrecision.of(precision))) {
      UnaryOperator<Tensor> made = block.make(layers, precision);
      TensorScope.free(made.apply(x)); // the engine makes its kernels for shapes it sees first
      long start = System.nanoTime();
      Tensor y = made.apply(x).to(torch.ScalarType.Float);
      return new Run(y, System.nanoTime() - start);
    }
  }

  private record Run(Tensor y, long nanos) {
    Figures figures(Tensor reference) {
      Tensor error = y.sub(reference).norm().div(reference.norm());
      return new Figures(nanos, Tensors.floats(error)[0]);
    }
  }

  @Override
  public void close() {
    exact.close();
  }
}
