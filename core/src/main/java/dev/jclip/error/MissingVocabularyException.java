package dev.jclip.error;

import java.util.List;

/** A model has no vocabulary beside its weights, and none was named, so it can encode no text. */
public final class MissingVocabularyException extends TokenizerException {
  private static final long serialVersionUID = 1;

  private final transient List<String> holders;

  /**
   * Creates the exception with its message.
   *
   * @param holders names of published models whose files hold a vocabulary of this kind
   */
  public MissingVocabularyException(String message, List<String> holders) {
    super(message);
    this.holders = List.copyOf(holders);
  }

  /** Names of published models whose files hold a vocabulary of this kind. */
  public List<String> holders() {
    return holders;
  }
}
