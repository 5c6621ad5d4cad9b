package dev.jclip.eval.report;

import dev.jclip.eval.feature.FeatureListener;
import java.nio.file.Path;

/** Hears how evaluations go on, on the thread that evaluates; what it does not want to, nothing. */
public interface EvaluationListener {
  /** Hears of the features that are computed. */
  default FeatureListener features() {
    return FeatureListener.NONE;
  }

  /** An evaluation was done, now or earlier, and this is its record. */
  default void evaluated(RunRecord record, Path file) {}

  /** An evaluation need not be done, since its record is there already. */
  default void doneAlready(Path file) {}

  /** An evaluation failed, or a model or data set could not be opened; others go on. */
  default void failed(String what, RuntimeException reason) {}

  /** All data sets were evaluated with a model, or it failed. */
  default void finished(String model) {}
}
