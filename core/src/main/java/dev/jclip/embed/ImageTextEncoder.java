package dev.jclip.embed;

/** Images and texts to vectors of one space, with the scale at which they are compared. */
public interface ImageTextEncoder extends ImageEncoder, TextEncoder {
  /**
   * The temperature's natural logarithm: logits are {@code exp(logitScale) * cosine + logitBias}
   * (arXiv 2103.00020, figure 3).
   */
  double logitScale();

  /** What is added to the scaled cosine; 0 in models that have none. */
  double logitBias();

  /** How the model was trained to turn logits into scores; a softmax unless it says otherwise. */
  default ScoreKind scoreKind() {
    return ScoreKind.SOFTMAX;
  }

  /** The logit of a cosine similarity in [-1, 1]; finite for any scale that is a number. */
  default double logit(double similarity) {
    double largest = 700; // e^700 is a little below the largest double
    return Math.exp(Math.min(logitScale(), largest)) * similarity + logitBias();
  }
}
