package dev.jclip.nn.fast.block;

import dev.jclip.nn.fast.block.BlockWeights.Affine;
import dev.jclip.tensor.onednn.PackedLinear;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The owner of packed weights: what it has made or been given is freed when it is closed, and may
 * not be used after that. Filled on one thread.
 */
public final class PackedWeights implements AutoCloseable {
  private final List<Runnable> releases = new ArrayList<>();

  /** Makes an owner of nothing. */
  public PackedWeights() {}

  /**
   * Takes over a layer.
   *
   * @param release frees what the layer holds
   * @return the layer
   */
  public <T> T own(T layer, Consumer<? super T> release) {
    releases.add(() -> release.accept(layer));
    return layer;
  }

  /** A packed copy of a linear layer, rounded to what is computed in. */
  PackedLinear linear(Affine layer, torch.ScalarType computing) {
    return linear(layer.weight(), layer.bias(), computing);
  }

  /**
   * A packed copy of a linear layer, rounded to what is computed in.
   *
   * @param weight [out, in]
   * @param bias [out]
   */
  public PackedLinear linear(Tensor weight, Tensor bias, torch.ScalarType computing) {
    return own(new PackedLinear(weight.to(computing), bias.to(computing)), PackedLinear::close);
  }

  @Override
  public void close() {
    releases.forEach(Runnable::run);
    releases.clear();
  }
}
