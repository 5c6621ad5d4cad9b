package dev.jclip.moderation.decision;

import dev.jclip.moderation.policy.Action;
import java.util.Comparator;
import java.util.List;

/**
 * What was decided about an image.
 *
 * @param categories one for each category of the policy, in its order
 */
public record Decision(List<CategoryDecision> categories) {
  /** Copies the list. */
  public Decision {
    categories = List.copyOf(categories);
  }

  /** The categories that the image belongs to, in the policy's order. */
  public List<CategoryDecision> hits() {
    return categories.stream().filter(CategoryDecision::isHit).toList();
  }

  /** The strictest action of the categories that the image belongs to. */
  public Action action() {
    return hits().stream()
        .map(CategoryDecision::action)
        .max(Comparator.naturalOrder())
        .orElse(Action.ALLOW);
  }

  /** Whether something is done about the image. */
  public boolean flagged() {
    return action() != Action.ALLOW;
  }
}
