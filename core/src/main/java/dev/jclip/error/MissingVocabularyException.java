package dev.jclip.error;

/** A model has no vocabulary beside its weights, so it can encode no text. */
public class MissingVocabularyException extends TokenizerException {
  private static final long serialVersionUID = 1;

  private final String holder;

  /**
   * Creates the exception with its message.
   *
   * @param holder the name of a published model whose files hold CLIP's own vocabulary
   */
  public MissingVocabularyException(String message, String holder) {
    super(message);
    this.holder = holder;
  }

  /** The name of a published model whose files hold CLIP's own vocabulary. */
  public String holder() {
    return holder;
  }
}
