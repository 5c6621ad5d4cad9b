package dev.jclip.train.loop;

import dev.jclip.train.optimizer.OptimizerOptions;
import dev.jclip.train.schedule.LearningRateSchedule;
import dev.jclip.train.schedule.RunLength;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a run shall do, whatever it computes. Immutable.
 *
 * @param length how many steps of which size it takes
 * @param schedule of the learning rate, over all steps of that size
 * @param optimizer how parameters are changed
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

  /**
   * A plan with AdamW as CLIP's Vision Transformers have it, no average, and checkpoints, the last
   * two of which stay, and evaluations at the end only.
   */
  public static Builder of(RunLength length, LearningRateSchedule schedule) {
    return new Builder(length, schedule);
  }

  private static void requirePositive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException("%s: expected 1 or more, found %d".formatted(name, value));
    }
  }

  /** Gathers a plan. For one thread. */
  public static final class Builder {
    private final RunLength length;
    private final LearningRateSchedule schedule;
    private OptimizerOptions optimizer = OptimizerOptions.VIT;
    private OptionalDouble emaDecay = OptionalDouble.empty();
    private long checkpointEvery = Long.MAX_VALUE;
    private int checkpointsKept = 2;
    private long evaluateEvery = Long.MAX_VALUE;
    private Map<String, String> settings = Map.of();

    private Builder(RunLength length, LearningRateSchedule schedule) {
      this.length = length;
      this.schedule = schedule;
    }

    /** How parameters are changed. */
    public Builder optimizer(OptimizerOptions options) {
      optimizer = options;
      return this;
    }

    /** The decay of the average of the weights; none is kept where this is empty. */
    public Builder emaDecay(OptionalDouble decay) {
      emaDecay = decay;
      return this;
    }

    /** Steps from one checkpoint to the next, and how many of them stay. */
    public Builder checkpoints(long every, int kept) {
      checkpointEvery = every;
      checkpointsKept = kept;
      return this;
    }

    /** Steps from one evaluation to the next. */
    public Builder evaluateEvery(long steps) {
      evaluateEvery = steps;
      return this;
    }

    /** What else decides the weights, as text by name. */
    public Builder settings(Map<String, String> named) {
      settings = named;
      return this;
    }

    /** The plan. */
    public TrainingPlan build() {
      return new TrainingPlan(
          length,
          schedule,
          optimizer,
          emaDecay,
          checkpointEvery,
          checkpointsKept,
          evaluateEvery,
          settings);
    }
  }
}
