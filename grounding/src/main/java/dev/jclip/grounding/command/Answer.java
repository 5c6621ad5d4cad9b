package dev.jclip.grounding.command;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is said when the robot has asked, or has shown what it is about to do: "yes", "the red one",
 * "on the book".
 *
 * @param reply whether the person agrees
 * @param objects the objects that are meant; empty after a mere yes or no
 * @param place a place that is said alone, such as "on the left". The question decides whether it
 *     tells which object is meant or where an object is to be put
 */
public record Answer(Reply reply, List<ObjectDescription> objects, Optional<Relation> place)
    implements Utterance {
  /** Copies the list. */
  public Answer {
    Objects.requireNonNull(reply, "reply: expected a reply, found none");
    objects = List.copyOf(objects);
  }

  /** Whether a person agrees. */
  public enum Reply {
    /** "Yes", "that's it", "the red one, yes". */
    YES,
    /** "No", "neither of them". */
    NO,
    /** "Stop", "never mind": nothing more is to be done. */
    STOP,
    /** Neither yes nor no: objects or a place are named. */
    CHOICE;

    @Override
    public String toString() {
      return Names.of(this);
    }
  }
}
