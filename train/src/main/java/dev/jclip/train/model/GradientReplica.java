package dev.jclip.train.model;

import dev.jclip.config.ClipConfig;
import dev.jclip.model.clip.ClipModel;
import dev.jclip.nn.NormStatistics;
import dev.jclip.nn.Parameters;
import dev.jclip.nn.Weights;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;

/**
 * The weights of a {@link TrainableModel} with gradients of their own, so that threads which
 * compute together need not wait for one another, and their sums do not depend on who is first.
 * Owns the gradients, not the weights. For one thread at a time.
 */
public final class GradientReplica implements AutoCloseable {
  private final TrainableModel model;
  private final UnaryOperator<Tensor> buffers;
  private final Weights leaves = new Weights();

  /**
   * Takes a model.
   *
   * @param buffers gives, for a tensor that is not learned, the one that a step may change
   */
  GradientReplica(TrainableModel model, UnaryOperator<Tensor> buffers) {
    this.model = model;
    this.buffers = buffers;
    try (TensorScope _ = TensorScope.inference()) {
      model
          .trained()
          .forEach(
              (name, tensor) -> {
                Tensor leaf = tensor.detach();
                leaf.set_requires_grad(true);
                leaves.add(name, leaf);
              });
    }
  }

  /** The model of one step; its rounded weights live as long as the scope it is made in. */
  public ClipModel forStep(Precision precision) {
    ClipConfig config = model.config();
    return new ClipModel(config, new StepParameters(new View(), precision));
  }

  private final class View implements Parameters {
    @Override
    public Tensor parameter(String name, long... shape) {
      return (leaves.tensors().containsKey(name) ? leaves : model.weights()).parameter(name, shape);
    }

    @Override
    public Tensor buffer(String name, long... shape) {
      return buffers.apply(model.weights().buffer(name, shape));
    }

    @Override
    public NormStatistics statistics(String name) {
      return model.statistics(name);
    }
  }

  /** Adds these gradients to those of the model's tensors, and drops them here. */
  public void handOver() {
    try (TensorScope _ = TensorScope.inference()) {
      model
          .trained()
          .forEach(
              (name, parameter) -> {
                Tensor leaf = leaves.parameter(name, Tensors.shape(parameter));
                Tensor gradient = leaf.grad();
                if (gradient.defined()) {
                  add(gradient, parameter);
                  leaf.mutable_grad().put(new Tensor());
                }
              });
    }
  }

  private static void add(Tensor gradient, Tensor parameter) {
    if (parameter.grad().defined()) {
      parameter.grad().add_(gradient);
    } else {
      parameter.mutable_grad().put(gradient);
    }
  }

  @Override
  public void close() {
    leaves.close();
  }
}
