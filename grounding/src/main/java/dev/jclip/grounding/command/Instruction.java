package dev.jclip.grounding.command;

import java.util.List;

/**
 * What is to be done: "pick the mug and put it on the book".
 *
 * @param steps in the order in which they are to be done; one or more
 */
public record Instruction(List<Step> steps) implements Utterance {
  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there is no step
   */
  public Instruction {
    steps = List.copyOf(steps);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("steps: expected one or more, found none");
    }
  }
}
