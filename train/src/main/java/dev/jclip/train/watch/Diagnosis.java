package dev.jclip.train.watch;

import java.util.List;

/**
 * One thing that is wrong with a run, as the {@link TrainingDoctor} says it. Immutable.
 *
 * @param kind what it is
 * @param severity how bad it is
 * @param step at which it was found
 * @param sentence what was seen, with the numbers, and why it matters
 * @param advice what to do
 * @param remedies the settings that the advice asks to change, the most promising first
 */
public record Diagnosis(
    Kind kind,
    Severity severity,
    long step,
    String sentence,
    String advice,
    List<Remedy> remedies) {
  /** Copies the remedies. */
  public Diagnosis {
    remedies = List.copyOf(remedies);
  }

  /** What can be wrong; an enum of the module that knows of it. */
  public interface Kind {
    /** The constant's name, such as LOSS_SPIKE, by which logs tell kinds apart. */
    String name();
  }

  /** How bad it is. */
  public enum Severity {
    /** Training works, but slower or less well than it could. */
    WARNING,
    /** Training learns nothing, or unlearns, unless something is changed. */
    ERROR,
    /** The run is lost; the loop stops. */
    FATAL
  }
}
