package dev.jclip.moderation.head;

/** A classifier on image embeddings. Immutable and safe for many threads. */
public interface Head {
  /** The length of the embeddings that it takes. */
  int embedDim();

  /**
   * The probability in [0, 1] that an image belongs to what the head was trained to find.
   *
   * @param embedding of norm 1, of length {@link #embedDim}
   */
  double probability(float[] embedding);
}
