package dev.jclip.grounding.decision;

import dev.jclip.grounding.command.ObjectDescription;
import dev.jclip.grounding.resolve.Candidate;
import dev.jclip.grounding.resolve.Resolution;
import java.util.List;

/**
 * The person has to say what is meant.
 *
 * @param kind what is asked
 * @param options what may be meant, the likeliest first; one or more
 */
public record Question(Resolution resolution, Kind kind, List<Option> options) implements Decision {
  /** Copies the list. */
  public Question {
    options = List.copyOf(options);
  }

  /** What is asked. */
  public enum Kind {
    /** Which one of the options is meant. */
    WHICH,
    /** Whether the options, all together, are what is meant. */
    CONFIRM
  }

  /**
   * An object that may be meant.
   *
   * @param saying how it is told from the other options: "the mug on the left"
   */
  public record Option(Candidate candidate, ObjectDescription saying) {}

  /** The objects of the options. */
  public List<Candidate> candidates() {
    return options.stream().map(Option::candidate).toList();
  }
}
