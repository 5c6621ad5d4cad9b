package dev.jclip.moderation.learn;

import dev.jclip.moderation.score.LearnedHead;

/**
 * What was learned of a category, beside what its sentences and heads know.
 *
 * @param head the regression
 * @param sentences how good the category's sentences and heads are on the reviewed images
 * @param heldOut how good the regression is on reviewed images that it was not fitted to
 */
public record Learned(LearnedHead head, Quality sentences, Quality heldOut) {
  /** Whether the regression is better on images that it has not seen. */
  public boolean isBetter() {
    return heldOut.auc() >= sentences.auc() && heldOut.logLoss() < sentences.logLoss();
  }
}
