package dev.jclip.generation;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What may come next in a text, and what is liked less.
 *
 * @param endToken the id of the vocabulary's end token
 */
record TokenRules(GenerationOptions options, int endToken) {
  /** Whether a token ends a text. */
  boolean ends(int token) {
    return token == endToken || options.stopTokens().contains(token);
  }

  /** Logits after a beginning, without those that may not follow it; a copy. */
  float[] apply(List<Integer> beginning, float[] logits) {
    float[] ruled = logits.clone();
    if (beginning.size() < options.minimumLength()) {
      forbid(endToken, ruled);
      options.stopTokens().forEach(token -> forbid(token, ruled));
    }
    float penalty = (float) options.repetitionPenalty();
    if (penalty != 1) {
      Set<Integer> present = new HashSet<>(beginning);
      for (int token : present) {
        ruled[token] = ruled[token] < 0 ? ruled[token] * penalty : ruled[token] / penalty;
      }
    }
    return ruled;
  }

  private static void forbid(int token, float[] logits) {
    logits[token] = Float.NEGATIVE_INFINITY;
  }
}
