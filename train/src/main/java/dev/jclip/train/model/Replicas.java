package dev.jclip.train.model;

import dev.jclip.nn.Weights;
import dev.jclip.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;

/**
 * The same weights, once for each thread that computes gradients. Running statistics are moved by
 * what the first one sees, as in PyTorch's DistributedDataParallel. Owns the gradients and whatever
 * of the weights is rounded once for all steps, not the weights.
 */
public final class Replicas implements AutoCloseable {
  private final Weights roundedOnce = new Weights();
  private final List<GradientReplica> all = new ArrayList<>();

  /**
   * Makes replicas.
   *
   * @param count how many
   * @param precision what is computed in
   */
  public Replicas(TrainableWeights weights, int count, Precision precision) {
    if (precision.rounds()) {
      roundWhatStays(weights, precision);
    }
    for (int i = 0; i < count; i++) {
      all.add(new GradientReplica(weights, roundedOnce, precision, i == 0));
    }
  }

  /** Tensors that no step changes need not be rounded in each. */
  private void roundWhatStays(TrainableWeights weights, Precision precision) {
    try (TensorScope _ = TensorScope.inference()) {
      weights
          .all()
          .tensors()
          .forEach(
              (name, tensor) -> {
                if (!weights.trained().containsKey(name) && weights.isRounded(name)) {
                  roundedOnce.add(name, precision.of(tensor));
                }
              });
    }
  }

  /** One for each thread. */
  public List<GradientReplica> all() {
    return List.copyOf(all);
  }

  @Override
  public void close() {
    all.forEach(GradientReplica::close);
    roundedOnce.close();
  }
}
