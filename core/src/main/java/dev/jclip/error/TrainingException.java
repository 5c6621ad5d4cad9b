package dev.jclip.error;

/** A run of training cannot go on: its loss is no number, or its parts do not fit. */
public class TrainingException extends ClipException {
  private static final long serialVersionUID = 1;

  /** Creates an exception. */
  public TrainingException(String message) {
    super(message);
  }
}
