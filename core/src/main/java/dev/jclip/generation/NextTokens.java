package dev.jclip.generation;

/**
 * A model's side of a generation: it scores which token comes next in each of some sequences. The
 * sequences are the model's rows; what a row holds so far is known to the model, so that each token
 * is computed once. For one thread.
 */
@FunctionalInterface
public interface NextTokens {
  /**
   * Goes on with sequences.
   *
   * @param rows which row of the call before each sequence goes on from: one may come several
   *     times, and rows that are not named end; at the first call, the input that each sequence is
   *     about. Those of one input stand side by side, in the order of the inputs
   * @param tokens what follows in each sequence: one token, or at the first call the same number of
   *     tokens in each
   * @return for each sequence the logits of the token after these, one for each id of the
   *     vocabulary; the caller may change them
   */
  float[][] advance(int[] rows, int[][] tokens);
}
