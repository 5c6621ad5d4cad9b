package dev.jclip.grounding.dialogue;

import dev.jclip.grounding.decision.NotVisible;
import dev.jclip.grounding.decision.Question;
import java.util.List;
import java.util.Optional;

/** What follows from what a person said. */
public sealed interface Turn {
  /**
   * All objects are known.
   *
   * @param tasks in the order in which they are to be done
   * @param waiting the question of an earlier instruction that still waits for its answer
   */
  record Ready(List<Task> tasks, Optional<Question> waiting) implements Turn {
    /** Copies the list. */
    public Ready {
      tasks = List.copyOf(tasks);
    }
  }

  /**
   * The person has to answer; the instruction waits until then.
   *
   * @param about the description in the instruction that is asked about
   */
  record Ask(Question question, Slot about) implements Turn {}

  /**
   * Something is not there. The instruction is kept, so that the person can say what else is meant.
   *
   * @param about the description in the instruction that nothing fits
   */
  record Refused(NotVisible notVisible, Slot about) implements Turn {}

  /** Nothing more is to be done. */
  record Stopped() implements Turn {}

  /** There is no question that was answered, or nothing that could be corrected. */
  record Unrelated() implements Turn {}
}
