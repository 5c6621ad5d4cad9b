package dev.jclip.train.detection;

import dev.jclip.train.step.StepOptions;
import java.util.Objects;

/**
 * What a run computes of a detector. Immutable.
 *
 * @param weights of the parts of the loss
 * @param step how a step is computed
 * @param freezeStatistics whether the batch normalisation of a ResNet of the detector's own divides
 *     by its running statistics, which then stay
 */
public record DetectionOptions(LossWeights weights, StepOptions step, boolean freezeStatistics) {
  /** Requires all. */
  public DetectionOptions {
    Objects.requireNonNull(weights);
    Objects.requireNonNull(step);
  }
}
