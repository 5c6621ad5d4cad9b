package dev.jclip.grounding.command;

import java.util.List;
import java.util.Optional;

/** What became of a sentence: it was understood, or it was not, for a reason. */
public sealed interface Understanding {
  /**
   * A part of the sentence.
   *
   * @param start its first character
   * @param end the character behind its last
   * @param text the part itself
   */
  record Part(int start, int end, String text) {}

  /**
   * The sentence was understood.
   *
   * @param utterance its structure
   * @param alternatives other structures that it may have, almost as plain: "put the mug on the
   *     book on the plate". What can be seen may decide
   * @param assumed words that the vocabulary does not know and that were taken for nouns or
   *     attributes because of where they stand
   * @param rewritten the other words that a rewriter gave it, which are what was understood; empty
   *     where the sentence itself was
   */
  record Understood(
      Utterance utterance,
      List<Utterance> alternatives,
      List<Part> assumed,
      Optional<String> rewritten)
      implements Understanding {
    /** Copies the lists. */
    public Understood {
      alternatives = List.copyOf(alternatives);
      assumed = List.copyOf(assumed);
    }
  }

  /**
   * The sentence was not understood, and nothing of it may be done.
   *
   * @param reason why
   * @param part which part of it
   * @param rest what the sentence would mean without that part, where it means something
   * @param message the same for people, in the grammar's language
   */
  record NotUnderstood(Reason reason, Part part, Optional<Utterance> rest, String message)
      implements Understanding {}

  /** Why a sentence was not understood. */
  enum Reason {
    /** There are no words. */
    EMPTY,
    /** The part is outside the grammar. */
    OUTSIDE,
    /** The part contradicts itself: "the red blue cube". */
    CONTRADICTION,
    /** It is not said with which object something is to be done. */
    NO_OBJECT,
    /** It is not said where an object is to be put. */
    NO_DESTINATION;

    @Override
    public String toString() {
      return Names.of(this);
    }
  }
}
