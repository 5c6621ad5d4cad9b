package dev.jclip.grounding.command.grammar;

import java.util.List;
import java.util.Optional;

/**
 * What a labelled part of a rule matched: a text, or further slots.
 *
 * @param label the part's label; empty for a word without one
 * @param text the words in their basic form; empty where there are further slots
 * @param slots the labelled parts within
 * @param from the first token
 * @param to the token behind the last
 */
public record Slot(String label, String text, List<Slot> slots, int from, int to) {
  /** Copies the list. */
  public Slot {
    slots = List.copyOf(slots);
  }

  static Slot word(String text, int from, int to) {
    return new Slot("", text, List.of(), from, to);
  }

  /** The slots within that have a label, in the sentence's order. */
  public List<Slot> all(String name) {
    return slots.stream().filter(slot -> slot.label().equals(name)).toList();
  }

  /** The first slot within that has a label. */
  public Optional<Slot> first(String name) {
    return slots.stream().filter(slot -> slot.label().equals(name)).findFirst();
  }
}
