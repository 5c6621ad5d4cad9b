package dev.jclip.generation;

/** The log probabilities that a model gives to the next token. */
final class TokenProbabilities {
  private final float[] logits;
  private final double logSum;

  /** Keeps the logits, which may not be changed any more. */
  TokenProbabilities(float[] logits) {
    this.logits = logits;
    logSum = Logits.logSum(logits);
  }

  /** The natural logarithm of a token's probability. */
  double of(int token) {
    return logits[token] - logSum;
  }
}
