package dev.jclip.grounding.robot;

/** What came of a question to a person. */
public sealed interface Answer {
  /** The person's words. */
  record Given(String text) implements Answer {}

  /**
   * There is no answer.
   *
   * @param why never {@link Outcome.Done}
   */
  record Missing(Outcome why) implements Answer {}
}
