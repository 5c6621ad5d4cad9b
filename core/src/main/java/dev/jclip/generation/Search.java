package dev.jclip.generation;

import java.util.List;

/** The search for the texts of one input. Its open sequences are rows of the model's. */
interface Search {
  /** How many rows of logits it takes next; 0 when it is done. */
  int rows();

  /**
   * Goes on by one token.
   *
   * @param logits for each of its rows, in order
   * @return the rows that it goes on with
   */
  List<Step> take(List<float[]> logits);

  /** The texts, the best first; of a search that is done. */
  List<GeneratedText> texts();

  /**
   * A row that goes on.
   *
   * @param row which of the rows it takes now it goes on from
   * @param token what follows
   */
  record Step(int row, int token) {}
}
