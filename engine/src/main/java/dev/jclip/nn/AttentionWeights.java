package dev.jclip.nn;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * The linear layers of an attention with several heads, by whatever names a model has them.
 *
 * @param heads how many heads; divides D
 * @param inputs what makes queries, keys and values
 * @param output what comes behind the heads, [D] to [E]
 */
public record AttentionWeights(long heads, Inputs inputs, Linear output) {
  /** Reads the tensors of an attention. */
  @FunctionalInterface
  public interface Reader {
    /** Reads the tensors, all of them below the same prefix. */
    AttentionWeights read(Parameters parameters);
  }

  /**
   * The layers that make queries, keys and values. Where a layer is a part of a larger tensor, the
   * scope in which it is asked for owns the view of it.
   */
  public sealed interface Inputs {
    /** Makes queries, [query width] to [D]. */
    Linear query();

    /** Makes keys, [memory width] to [D]. */
    Linear key();

    /** Makes values, [memory width] to [D]. */
    Linear value();
  }

  /** Three layers with tensors of their own. */
  public record Separate(Linear query, Linear key, Linear value) implements Inputs {}

  /**
   * Three layers that stand in one, for queries and memory of the same width.
   *
   * @param all queries, keys and values, [width] to [3D]
   */
  public record Joint(Linear all) implements Inputs {
    @Override
    public Linear query() {
      return third(0);
    }

    @Override
    public Linear key() {
      return third(1);
    }

    @Override
    public Linear value() {
      return third(2);
    }

    private Linear third(int index) {
      return new Linear(thirdOf(all.weight(), index), all.bias().map(bias -> thirdOf(bias, index)));
    }
  }

  /**
   * Three layers whose biases stand in one tensor.
   *
   * @param queryWeight [D, query width]
   * @param keyWeight [D, memory width]
   * @param valueWeight [D, memory width]
   * @param bias [3D]
   */
  public record JointBias(Tensor queryWeight, Tensor keyWeight, Tensor valueWeight, Tensor bias)
      implements Inputs {
    @Override
    public Linear query() {
      return new Linear(queryWeight, Optional.of(thirdOf(bias, 0)));
    }

    @Override
    public Linear key() {
      return new Linear(keyWeight, Optional.of(thirdOf(bias, 1)));
    }

    @Override
    public Linear value() {
      return new Linear(valueWeight, Optional.of(thirdOf(bias, 2)));
    }
  }

  /**
   * How torch.nn.MultiheadAttention's tensors are read: one {@code in_proj_weight} where queries
   * and memory have the same width, else three weights; {@code in_proj_bias} and {@code out_proj}.
   *
   * @param width channels of the queries, of all heads together, and of what the attention gives
   * @param memoryWidth channels of what is attended to
   */
  public static Reader multiHead(long width, long memoryWidth, long heads) {
    return parameters ->
        new AttentionWeights(
            heads,
            width == memoryWidth
                ? joint(parameters, width)
                : jointBias(parameters, width, memoryWidth),
            new Linear(parameters.at("out_proj"), width, width));
  }

  private static Inputs joint(Parameters parameters, long width) {
    Tensor weight = parameters.parameter("in_proj_weight", 3 * width, width);
    return new Joint(
        new Linear(weight, Optional.of(parameters.parameter("in_proj_bias", 3 * width))));
  }

  private static Inputs jointBias(Parameters parameters, long width, long memoryWidth) {
    return new JointBias(
        parameters.parameter("q_proj_weight", width, width),
        parameters.parameter("k_proj_weight", width, memoryWidth),
        parameters.parameter("v_proj_weight", width, memoryWidth),
        parameters.parameter("in_proj_bias", 3 * width));
  }

  private static Tensor thirdOf(Tensor tensor, long index) {
    long size = tensor.size(0) / 3;
    return tensor.narrow(0, index * size, size);
  }
}
