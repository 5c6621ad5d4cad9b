package dev.jclip.train.objective;

import dev.jclip.nn.Weights;
import dev.jclip.train.model.TrainableWeights;
import dev.jclip.train.watch.CommonRules;
import dev.jclip.train.watch.Figure;
import dev.jclip.train.watch.Rule;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Tensor;

/**
 * What a run makes small, and of which weights. The loop knows steps, optimiser, schedule,
 * checkpoints and the doctor; an objective knows what a batch holds, what is computed of it, and
 * what belongs to the model. It computes on its own threads, mostly those of a {@link
 * dev.jclip.train.step.Crew}, whatever parts it cuts the batch into. Owns its weights. For one
 * thread, but for {@code B}, which is made on others.
 *
 * @param <B> what a batch holds
 */
public interface Objective<B extends Batch> extends AutoCloseable {
  /** The weights, and which of them the optimiser changes. */
  TrainableWeights weights();

  /**
   * Adds the gradients of a batch's loss to those of the trained weights.
   *
   * @param step how many steps were taken before; whatever is random is a function of it and of the
   *     run's seed, so that a run that goes on has the same bits
   */
  StepResult backward(B batch, long step);

  /** Brings weights back into their range after the optimiser's step; by default they have none. */
  default void constrain() {}

  /** What there is to say of the weights as they are, in the order in which it is logged. */
  default SequencedMap<Figure, Number> figures() {
    return new LinkedHashMap<>();
  }

  /**
   * What can be wrong with a run, as the doctor looks for it; by default what can be wrong with
   * any.
   *
   * @param warmup steps in which the learning rate rises
   * @param total steps of the whole run
   */
  default List<Rule> rules(long warmup, long total) {
    return CommonRules.of(warmup, total);
  }

  /**
   * What a run needs to go on beside weights and moments, by the names that the tensors have in a
   * checkpoint. They are float32, and are filled when a run goes on.
   */
  default SequencedMap<String, Tensor> state() {
    return new LinkedHashMap<>();
  }

  /**
   * Goes on after a checkpoint, from which weights and {@link #state} are filled already.
   *
   * @param steps how many steps were taken
   * @param timesAsLarge how many times as large batches are as they were then
   */
  default void resume(long steps, double timesAsLarge) {}

  /**
   * Writes the weights, and whatever the run begins with when it goes on from them.
   *
   * @param folder of a checkpoint, which is empty
   */
  void writeCheckpoint(Path folder);

  /**
   * Writes a model as it is used.
   *
   * @param folder may hold an earlier one
   * @param weights the run's own, or their average
   */
  void writeModel(Path folder, Weights weights);

  @Override
  void close();
}
