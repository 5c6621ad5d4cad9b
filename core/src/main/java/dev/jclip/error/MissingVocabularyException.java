package dev.jclip.error;

/** A model has no vocabulary beside its weights, and none was named. */
public final class MissingVocabularyException extends TokenizerException {
  /** Creates the exception with its message. */
  public MissingVocabularyException(String message) {
    super(message);
  }
}
