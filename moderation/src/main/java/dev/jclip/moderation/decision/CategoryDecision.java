package dev.jclip.moderation.decision;

import dev.jclip.moderation.policy.Action;
import dev.jclip.moderation.policy.Severity;
import dev.jclip.moderation.view.Box;
import java.util.Optional;

/**
 * What was decided about one category.
 *
 * @param name of the category
 * @param severity of the category
 * @param action what the category asks for
 * @param threshold the probability from which on an image belongs to the category
 * @param probability that the image belongs to it, in [0, 1]
 * @param sentence the sentence that came nearest; none where a published head decided
 * @param region the part of the image with the highest probability; none where it is the whole
 * @param learned whether the probability is that of what was learned from reviewed images
 * @param stability what everyday changes of the image do to the decision; none where not asked for
 */
public record CategoryDecision(
    String name,
    Severity severity,
    Action action,
    double threshold,
    double probability,
    Optional<String> sentence,
    Optional<Box> region,
    boolean learned,
    Optional<Stability> stability) {
  /**
   * What everyday changes do.
   *
   * @param minimum the lowest probability of the image and its changed forms
   * @param maximum the highest one
   * @param stable whether all of them lead to the same decision
   */
  public record Stability(double minimum, double maximum, boolean stable) {}

  /** Whether the image belongs to the category. */
  public boolean isHit() {
    return probability >= threshold;
  }

  /** The same decision with another region. */
  CategoryDecision withRegion(Box other) {
    return new CategoryDecision(
        name,
        severity,
        action,
        threshold,
        probability,
        sentence,
        Optional.of(other),
        learned,
        stability);
  }
}
