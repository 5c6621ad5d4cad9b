package dev.jclip.generation;

/** Hears of tokens as soon as they are chosen. */
@FunctionalInterface
public interface TokenReceiver {
  /**
   * A sequence has one token more.
   *
   * @param input the input that the sequence is about, from 0
   * @param sequence which sequence of this input it is, from 0
   * @param token the token's id; the one that ends the sequence comes too
   */
  void chosen(int input, int sequence, int token);

  /** Hears of nothing. */
  static TokenReceiver none() {
    return (_, _, _) -> {};
  }
}
