package dev.jclip.moderation.video;

import dev.jclip.moderation.decision.CategoryDecision;
import dev.jclip.moderation.decision.Decision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What was decided about a scene: of each category the frame with the highest probability counts.
 * For one thread.
 *
 * @param <F> what stands for a frame
 */
public final class SceneDecision<F> {
  private static final Comparator<Decision> BY_HARM =
      Comparator.comparing(Decision::action).thenComparingDouble(SceneDecision::beyond);

  private final F first;
  private F last;
  private F worst;
  private Decision worstDecision;
  private List<CategoryDecision> categories;
  private int frames = 1;

  /** A scene that begins with a frame. */
  public SceneDecision(F frame, Decision decision) {
    first = frame;
    last = frame;
    worst = frame;
    worstDecision = decision;
    categories = decision.categories();
  }

  /** By how much the category with the most is beyond its threshold. */
  private static double beyond(Decision decision) {
    return decision.categories().stream()
        .mapToDouble(category -> category.probability() - category.threshold())
        .max()
        .orElse(0);
  }

  /** Adds the next frame. */
  public void add(F frame, Decision decision) {
    last = frame;
    frames++;
    if (BY_HARM.compare(decision, worstDecision) > 0) {
      worst = frame;
      worstDecision = decision;
    }
    var highest = new ArrayList<CategoryDecision>();
    for (int i = 0; i < categories.size(); i++) {
      CategoryDecision before = categories.get(i);
      CategoryDecision now = decision.categories().get(i);
      highest.add(now.probability() > before.probability() ? now : before);
    }
    categories = highest;
  }

  /** The decision about the scene. */
  public Decision decision() {
    return new Decision(categories);
  }

  /** The frame with the strictest action, and among such the one furthest beyond a threshold. */
  public F worst() {
    return worst;
  }

  /** The first frame. */
  public F first() {
    return first;
  }

  /** The last frame. */
  public F last() {
    return last;
  }

  /** How many frames there are. */
  public int frames() {
    return frames;
  }
}
