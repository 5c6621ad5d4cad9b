package dev.jclip.train.watch;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Is told what happens in a run, on the thread that trains and in the order of the steps. What it
 * throws ends the run. Each method does nothing unless overridden.
 */
public interface TrainingListener {
  /**
   * A run begins, or goes on.
   *
   * @param step after which it does
   * @param settings that decide what is learned, as text by name
   */
  default void onBegin(long step, Map<String, String> settings) {}

  /** A step was taken. */
  default void onStep(StepReport report) {}

  /** The model was evaluated. */
  default void onEvaluation(EvaluationReport report) {}

  /** Something is wrong with the run. */
  default void onDiagnosis(Diagnosis diagnosis) {}

  /**
   * A checkpoint is complete.
   *
   * @param step after which it was taken
   * @param checkpoint where it lies
   */
  default void onCheckpoint(long step, Path checkpoint) {}

  /** Tells each of the listeners, in their order. */
  static TrainingListener all(List<? extends TrainingListener> listeners) {
    List<TrainingListener> copy = List.copyOf(listeners);
    return new TrainingListener() {
      @Override
      public void onBegin(long step, Map<String, String> settings) {
        copy.forEach(listener -> listener.onBegin(step, settings));
      }

      @Override
      public void onStep(StepReport report) {
        copy.forEach(listener -> listener.onStep(report));
      }

      @Override
      public void onEvaluation(EvaluationReport report) {
        copy.forEach(listener -> listener.onEvaluation(report));
      }

      @Override
      public void onDiagnosis(Diagnosis diagnosis) {
        copy.forEach(listener -> listener.onDiagnosis(diagnosis));
      }

      @Override
      public void onCheckpoint(long step, Path checkpoint) {
        copy.forEach(listener -> listener.onCheckpoint(step, checkpoint));
      }
    };
  }
}
