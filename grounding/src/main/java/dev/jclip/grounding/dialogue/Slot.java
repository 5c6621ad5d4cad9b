package dev.jclip.grounding.dialogue;

/**
 * The place of a description in an instruction.
 *
 * @param step of which step, from 0
 * @param role what the objects are for
 * @param index which of the step's descriptions for that, from 0
 */
public record Slot(int step, Role role, int index) {
  /** What objects are for. */
  public enum Role {
    /** Something is done with them. */
    OBJECT,
    /** They tell where to. */
    DESTINATION
  }
}
