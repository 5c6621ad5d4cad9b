package dev.jclip.grounding.robot;

import java.time.Duration;

/** What came of something that a robot was asked to do. */
public sealed interface Outcome {
  /** It is done. */
  record Done() implements Outcome {}

  /** It was not done. */
  record Failed(String reason) implements Outcome {}

  /** No outcome came in time; the robot was asked to stop. */
  record TimedOut(Duration after) implements Outcome {}

  /**
   * The robot may have done it or not, since its answer was lost. It is never asked again in
   * silence: look before you ask again.
   */
  record Unknown(String reason) implements Outcome {}

  /** Whether it is done. */
  default boolean isDone() {
    return this instanceof Done;
  }
}
