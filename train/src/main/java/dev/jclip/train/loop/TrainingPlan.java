package dev.jclip.train.loop;

import dev.jclip.train.loss.ContrastiveLoss;
import dev.jclip.train.optimizer.OptimizerOptions;
import dev.jclip.train.schedule.LearningRateSchedule;
import dev.jclip.train.schedule.RunLength;
import dev.jclip.train.step.StepOptions;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a run shall do.
 *
 * @param length how many steps of which size it takes
 * @param schedule of the learning rate, over all steps of that size
 * @param optimizer how parameters are changed
 * @param step how a step is computed
 * @param loss what is made small
 * @param negatives what pictures are contrasted with besides one another's captions
 * @param emaDecay of the average of the weights, where one is kept, in (0, 1)
 * @param checkpointEvery steps from one checkpoint to the next; there is one at the end too
 * @param checkpointsKept how many of them stay
 * @param evaluateEvery steps from one evaluation to the next; there is one at the end too
 * @param settings what else decides the weights, as text by name; kept in checkpoints, to warn of
 *     what differs when a run goes on
 */
public record TrainingPlan(
    RunLength length,
    LearningRateSchedule schedule,
    OptimizerOptions optimizer,
    StepOptions step,
    ContrastiveLoss loss,
    HardNegatives negatives,
    OptionalDouble emaDecay,
    long checkpointEvery,
    int checkpointsKept,
    long evaluateEvery,
    Map<String, String> settings) {
  /** Checks the counts. */
  public TrainingPlan {
    requirePositive("checkpointEvery", checkpointEvery);
    requirePositive("evaluateEvery", evaluateEvery);
    settings = Map.copyOf(settings);
  }

  private static void requirePositive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException("%s: expected 1 or more, found %d".formatted(name, value));
    }
  }
}
