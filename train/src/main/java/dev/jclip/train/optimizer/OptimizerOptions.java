package dev.jclip.train.optimizer;

import java.util.OptionalDouble;

/**
 * How parameters are changed.
 *
 * @param beta1 decay of the mean gradient, in [0, 1)
 * @param beta2 decay of the mean squared gradient, in [0, 1)
 * @param epsilon added to the root of the mean square, above 0
 * @param weightDecay of matrices, 0 or more; gains, biases and the temperature have none
 * @param gradClipNorm the norm to which longer gradients are shortened, above 0, where they are
 */
public record OptimizerOptions(
    double beta1, double beta2, double epsilon, double weightDecay, OptionalDouble gradClipNorm) {
  /** Those of CLIP's Vision Transformers (arXiv 2103.00020, table 19), without clipping. */
  public static final OptimizerOptions VIT =
      new OptimizerOptions(0.9, 0.98, 1e-6, 0.2, OptionalDouble.empty());

  /** Those of CLIP's ResNets, without clipping. */
  public static final OptimizerOptions RESNET =
      new OptimizerOptions(0.9, 0.999, 1e-8, 0.2, OptionalDouble.empty());

  /** Checks the ranges. */
  public OptimizerOptions {
    require("beta1", "in [0, 1)", beta1, beta1 >= 0 && beta1 < 1);
    require("beta2", "in [0, 1)", beta2, beta2 >= 0 && beta2 < 1);
    require("epsilon", "above 0", epsilon, epsilon > 0);
    require("weightDecay", "0 or more", weightDecay, weightDecay >= 0);
    gradClipNorm.ifPresent(norm -> require("gradClipNorm", "above 0", norm, norm > 0));
  }

  private static void require(String name, String expected, double value, boolean holds) {
    if (!holds || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          "%s: expected %s, found %s".formatted(name, expected, value));
    }
  }
}
