package dev.jclip.grounding.command.grammar;

import java.util.List;

/**
 * One way to read a sentence.
 *
 * @param slots the labelled parts
 * @param cost how far-fetched the reading is; 0 for the plainest
 * @param assumed words that the grammar does not know, and that were taken for what may stand there
 */
public record Derivation(Slot slots, int cost, List<Slot> assumed) {
  /** Copies the list. */
  public Derivation {
    assumed = List.copyOf(assumed);
  }
}
