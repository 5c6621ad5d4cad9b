package dev.jclip.train.model;

import dev.jclip.nn.NormStatistics;
import dev.jclip.nn.ParameterSpec;
import dev.jclip.nn.Weights;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Tensor;

/**
 * Weights of which some change. Owns them, float32 with their gradients. For one thread.
 *
 * <p>Within a step, each thread computes with one of {@link Replicas}.
 */
public final class TrainableWeights implements AutoCloseable {
  private final Weights weights;
  private final TensorRoles roles;
  private final SequencedMap<String, Tensor> trained = new LinkedHashMap<>();

  /**
   * Takes over weights.
   *
   * @param specs the tensors that a model takes of them, and which of these are learned at all
   */
  public TrainableWeights(Weights weights, List<ParameterSpec> specs, TensorRoles roles) {
    this.weights = weights;
    this.roles = roles;
    for (ParameterSpec spec : specs) {
      if (spec.learned() && !roles.stays().test(spec.name())) {
        Tensor tensor = weights.parameter(spec.name(), spec.dimensions());
        tensor.set_requires_grad(true);
        trained.put(spec.name(), tensor);
      }
    }
  }

  /** All tensors, running statistics included. */
  public Weights all() {
    return weights;
  }

  /** The tensors that gradients change, by name. */
  public SequencedMap<String, Tensor> trained() {
    return Collections.unmodifiableSequencedMap(trained);
  }

  boolean isRounded(String name) {
    return !roles.unrounded().test(name);
  }

  NormStatistics statistics(String name) {
    return roles.runningStatistics().test(name) ? NormStatistics.RUNNING : NormStatistics.BATCH;
  }

  @Override
  public void close() {
    weights.close();
  }
}
