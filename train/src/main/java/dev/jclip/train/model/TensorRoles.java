package dev.jclip.train.model;

import java.util.function.Predicate;

/**
 * What training does with the tensors of a model, by their names.
 *
 * @param stays whether a learned tensor stays as it is
 * @param unrounded whether a tensor stays float32 where the model computes in bfloat16, such as the
 *     gains of norms
 * @param runningStatistics whether a batch normalisation divides by its running statistics and
 *     leaves them as they are, by the statistic's name
 */
public record TensorRoles(
    Predicate<String> stays, Predicate<String> unrounded, Predicate<String> runningStatistics) {
  /** Everything is trained, and all of it is rounded where anything is. */
  public static final TensorRoles ALL_TRAINED = new TensorRoles(_ -> false, _ -> false, _ -> false);
}
