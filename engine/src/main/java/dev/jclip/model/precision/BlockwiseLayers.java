package dev.jclip.model.precision;

import dev.jclip.config.Precision;
import dev.jclip.config.TowerPrecision;
import dev.jclip.nn.Attention;
import dev.jclip.nn.AttentionMask;
import dev.jclip.nn.AttentionWeights;
import dev.jclip.nn.HiddenStates;
import dev.jclip.nn.Layers;
import dev.jclip.nn.Parameters;
import dev.jclip.nn.ResidualAttentionBlock;
import dev.jclip.nn.Transformer;
import dev.jclip.nn.fast.PackedLayers;
import dev.jclip.nn.fast.block.Block;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.onednn.OneDnn;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Layers of float32 that show each block to an observer, who may compute it in other precisions
 * too. A block is made when it computes and freed behind it, so a tower needs no more memory than
 * its largest block. For one thread and one batch; the parameters must stay open.
 */
public final class BlockwiseLayers implements Layers, AutoCloseable {
  private final PackedLayers exact = new PackedLayers(TowerPrecision.EXACT);
  private final Observer observer;

  /** Makes layers whose blocks an observer sees. */
  public BlockwiseLayers(Observer observer) {
    this.observer = observer;
  }

  /** Sees the blocks of a tower, in order. */
  public interface Observer {
    /**
     * Sees a block when it has computed.
     *
     * @param x what it took, valid during the call
     * @param y what it gave in float32, valid during the call
     */
    void see(PrecisionForms block, Tensor x, Tensor y);
  }

  @Override
  public UnaryOperator<Tensor> patchEmbedding(Parameters parameters, long width, long patchSize) {
    return exact.patchEmbedding(parameters, width, patchSize);
  }

  @Override
  public UnaryOperator<Tensor> projection(Parameters parameters, String name, long in, long out) {
    return exact.projection(parameters, name, in, out);
  }

  @Override
  public UnaryOperator<Tensor> linear(Parameters parameters, long in, long out) {
    return exact.linear(parameters, in, out);
  }

  @Override
  public Transformer transformer(
      Parameters parameters, int count, ResidualAttentionBlock.Shape shape) {
    return new Transformer() {
      @Override
      public HiddenStates forward(Tensor x, AttentionMask mask) {
        List<Tensor> states = through(x, mask, count);
        return new HiddenStates(states.get(count), states.get(count - 1));
      }

      @Override
      public List<Tensor> behind(Tensor x, AttentionMask mask, List<Integer> blocks) {
        List<Tensor> states = through(x, mask, blocks.getLast() + 1);
        return blocks.stream().map(block -> states.get(block + 1)).toList();
      }

      // What goes into the first block, and what comes out of each.
      private List<Tensor> through(Tensor x, AttentionMask mask, int end) {
        Optional<Tensor> logits = mask.logits(x.size(1), x.options());
        var states = new ArrayList<Tensor>();
        states.add(x);
        for (int i = 0; i < end; i++) {
          Parameters block = parameters.at("resblocks." + i);
          states.add(
              compute(
                  new PrecisionForms(
                      transformers(),
                      (layers, precision) -> {
                        Block made = layers.block(block, shape, precision);
                        return in -> made.forward(in, logits);
                      }),
                  states.getLast()));
        }
        return states;
      }
    };
  }

  @Override
  public Attention attention(Parameters parameters, AttentionWeights.Reader reader) {
    return exact.attention(parameters, reader);
  }

  @Override
  public UnaryOperator<Tensor> convNormRelu(
      Parameters conv, Parameters norm, long in, long out, long side, long stride) {
    return exact.convNormRelu(conv, norm, in, out, side, stride);
  }

  @Override
  public UnaryOperator<Tensor> bottleneck(
      Parameters parameters, long in, long planes, long stride) {
    var block =
        new PrecisionForms(
            resNets(), (layers, _) -> layers.bottleneck(parameters, in, planes, stride));
    return x -> compute(block, x);
  }

  private static Set<Precision> transformers() {
    return withoutStandIns(EnumSet.allOf(Precision.class));
  }

  private static Set<Precision> resNets() {
    return withoutStandIns(EnumSet.of(Precision.F32, Precision.BF16));
  }

  /** Where float32 stands in for bfloat16, that is float32 and some rounding: never faster. */
  private static Set<Precision> withoutStandIns(Set<Precision> precisions) {
    if (!OneDnn.multiplies(torch.ScalarType.BFloat16)) {
      precisions.remove(Precision.BF16);
    }
    return precisions;
  }

  private Tensor compute(PrecisionForms block, Tensor x) {
    return TensorScope.keepingOnly(
        () -> {
          Tensor y = block.compute(Precision.F32, x);
          observer.see(block, x, y);
          return y;
        });
  }

  @Override
  public void close() {
    exact.close();
  }
}
