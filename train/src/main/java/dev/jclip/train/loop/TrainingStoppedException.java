package dev.jclip.train.loop;

import dev.jclip.error.TrainingException;
import dev.jclip.train.watch.Diagnosis;

/** A run that was ended because it is lost; the weights are those before the step. */
public final class TrainingStoppedException extends TrainingException {
  private static final long serialVersionUID = 1L;

  private final transient Diagnosis diagnosis;

  TrainingStoppedException(Diagnosis diagnosis, String lastGood) {
    super(
        "step %d: %s %s; %s"
            .formatted(diagnosis.step(), diagnosis.sentence(), diagnosis.advice(), lastGood));
    this.diagnosis = diagnosis;
  }

  /** Why it was ended. */
  public Diagnosis diagnosis() {
    return diagnosis;
  }
}
