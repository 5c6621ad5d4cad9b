package dev.jclip.train.model;

import dev.jclip.nn.NormStatistics;
import dev.jclip.nn.Parameters;
import dev.jclip.nn.Weights;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * {@link TrainableWeights} with gradients of their own, so that threads which compute together need
 * not wait for one another, and their sums do not depend on who is first. For one thread at a time.
 */
public final class GradientReplica implements AutoCloseable {
  private final TrainableWeights model;
  private final Weights roundedOnce;
  private final Precision precision;
  private final boolean movesStatistics;
  private final Weights leaves = new Weights();
  private final Weights statistics = new Weights();
  private final List<Leaf> learned = new ArrayList<>();

  /** A parameter, and the tensor of the same memory at which this replica's gradient arrives. */
  private record Leaf(Tensor parameter, Tensor tensor) {}

  GradientReplica(
      TrainableWeights model, Weights roundedOnce, Precision precision, boolean movesStatistics) {
    this.model = model;
    this.roundedOnce = roundedOnce;
    this.precision = precision;
    this.movesStatistics = movesStatistics;
    try (TensorScope _ = TensorScope.inference()) {
      model
          .trained()
          .forEach(
              (name, parameter) -> {
                Tensor leaf = parameter.detach();
                leaf.set_requires_grad(true);
                leaves.add(name, leaf);
                learned.add(new Leaf(parameter, leaf));
              });
    }
  }

  /**
   * What a model computes with. Where weights are rounded, that is a part of the computation that
   * the gradient goes back through: it is done once for each call, and lasts as long as the scope
   * of the call, so that each step asks for its own. Otherwise the tensors are the same in all
   * steps.
   */
  public Parameters parameters() {
    return precision.rounds() ? new Rounded() : new Exact();
  }

  /** Adds these gradients to those of the model's tensors, and drops them here. */
  public void handOver() {
    try (TensorScope _ = TensorScope.inference()) {
      for (Leaf leaf : learned) {
        Tensor gradient = leaf.tensor().grad();
        if (gradient.defined()) {
          add(gradient, leaf.parameter());
          leaf.tensor().mutable_grad().put(new Tensor());
        }
      }
    }
  }

  private static void add(Tensor gradient, Tensor parameter) {
    if (parameter.grad().defined()) {
      parameter.grad().add_(gradient);
    } else {
      parameter.mutable_grad().put(gradient);
    }
  }

  /** The weights as they are. */
  private class Exact implements Parameters {
    @Override
    public Tensor parameter(String name, long... shape) {
      return (leaves.tensors().containsKey(name) ? leaves : model.all()).parameter(name, shape);
    }

    @Override
    public Tensor buffer(String name, long... shape) {
      Tensor shared = model.all().buffer(name, shape);
      return movesStatistics ? shared : own(name, shared);
    }

    @Override
    public NormStatistics statistics(String name) {
      return model.statistics(name);
    }
  }

  private Tensor own(String name, Tensor shared) {
    if (!statistics.tensors().containsKey(name)) {
      try (TensorScope _ = TensorScope.inference()) {
        statistics.add(name, shared.clone());
      }
    }
    return statistics.buffer(name, Tensors.shape(shared));
  }

  /** The weights of one step, each rounded once. */
  private final class Rounded extends Exact {
    private final Map<String, Tensor> rounded = new HashMap<>();

    @Override
    public Tensor parameter(String name, long... shape) {
      if (roundedOnce.tensors().containsKey(name)) {
        return roundedOnce.parameter(name, shape);
      }
      return rounded.computeIfAbsent(
          name,
          _ -> {
            Tensor weight = super.parameter(name, shape);
            return model.isRounded(name) ? precision.of(weight) : weight;
          });
    }
  }

  @Override
  public void close() {
    leaves.close();
    statistics.close();
  }
}
