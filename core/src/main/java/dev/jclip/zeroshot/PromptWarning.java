package dev.jclip.zeroshot;

/**
 * Something about prompts that will cost accuracy.
 *
 * @param kind what it is
 * @param message which label or prompt, and what to do
 */
public record PromptWarning(Kind kind, String message) {
  /** What can be wrong with prompts. */
  public enum Kind {
    /** A template has no place for the label, so all labels give one prompt. */
    NO_PLACEHOLDER,
    /** A prompt is longer than the model's context; its end is not seen. */
    TRUNCATED,
    /** Two labels have nearly the same embedding, so the model can hardly tell them apart. */
    NEAR_DUPLICATE_LABELS
  }
}
