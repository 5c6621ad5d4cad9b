package dev.jclip.grounding.rosbridge;

import java.time.Duration;

/**
 * How long a robot may take.
 *
 * @param look until an image comes
 * @param act until an action is carried out
 * @param answer until a person has answered
 */
public record RosTimes(Duration look, Duration act, Duration answer) {
  /** 10 seconds for an image, 2 minutes for an action, 2 minutes for an answer. */
  public static final RosTimes USUAL =
      new RosTimes(Duration.ofSeconds(10), Duration.ofMinutes(2), Duration.ofMinutes(2));

  /**
   * @throws IllegalArgumentException if a time is not above 0
   */
  public RosTimes {
    if (!look.isPositive() || !act.isPositive() || !answer.isPositive()) {
      throw new IllegalArgumentException(
          "times: expected more than 0, found look %s, act %s, answer %s"
              .formatted(look, act, answer));
    }
  }
}
