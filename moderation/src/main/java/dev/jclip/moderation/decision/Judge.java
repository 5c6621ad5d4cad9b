package dev.jclip.moderation.decision;

import dev.jclip.moderation.score.CategoryScorer;
import dev.jclip.moderation.score.EmbeddedView;
import dev.jclip.moderation.score.PolicyScorer;
import dev.jclip.moderation.view.Box;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides about images that are embedded already: the same embeddings always lead to the same
 * decision, in every bit. Immutable and safe for many threads.
 */
public final class Judge {
  private final PolicyScorer scorer;

  /** Decides by a policy. */
  public Judge(PolicyScorer scorer) {
    this.scorer = scorer;
  }

  /** The policy with its sentences' embeddings. */
  public PolicyScorer scorer() {
    return scorer;
  }

  /** Decides about an image. */
  public Decision decide(EmbeddedImage image) {
    List<EmbeddedView> views = views(image);
    Box whole = image.boxes().getFirst();
    List<EmbeddedView> changed =
        image.changed().stream().map(vector -> scorer.view(whole, vector)).toList();
    return new Decision(
        scorer.categories().stream().map(category -> decide(category, views, changed)).toList());
  }

  /** A text is judged by the same sentences; heads and what was learned do not know texts. */
  public Decision decideText(float[] embedding) {
    EmbeddedView view = scorer.view(new Box(0, 0, 1, 1), embedding);
    return new Decision(
        scorer.categories().stream()
            .map(
                category ->
                    decision(
                        category, category.score(view), false, Optional.empty(), Optional.empty()))
            .toList());
  }

  /** An image's parts, the whole first, each compared with the background. */
  public List<EmbeddedView> views(EmbeddedImage image) {
    var views = new ArrayList<EmbeddedView>();
    for (int i = 0; i < image.boxes().size(); i++) {
      views.add(scorer.view(image.boxes().get(i), image.views().get(i)));
    }
    return views;
  }

  private static CategoryDecision decide(
      CategoryScorer category, List<EmbeddedView> views, List<EmbeddedView> changed) {
    CategoryScorer.Finding best = category.find(views);
    return decision(
        category,
        best.score(),
        category.isLearned(),
        best.part() == 0 ? Optional.empty() : Optional.of(views.get(best.part()).box()),
        stability(category, views.getFirst(), changed));
  }

  /** Whole images are compared, with and without changes. */
  private static Optional<CategoryDecision.Stability> stability(
      CategoryScorer category, EmbeddedView whole, List<EmbeddedView> changed) {
    if (changed.isEmpty()) {
      return Optional.empty();
    }
    DoubleSummaryStatistics probabilities =
        Stream.concat(Stream.of(whole), changed.stream())
            .mapToDouble(view -> category.find(List.of(view)).score().probability())
            .summaryStatistics();
    double threshold = category.category().threshold();
    double minimum = probabilities.getMin();
    double maximum = probabilities.getMax();
    return Optional.of(
        new CategoryDecision.Stability(
            minimum, maximum, minimum >= threshold == maximum >= threshold));
  }

  private static CategoryDecision decision(
      CategoryScorer scorer,
      CategoryScorer.Score score,
      boolean learned,
      Optional<Box> region,
      Optional<CategoryDecision.Stability> stability) {
    var category = scorer.category();
    return new CategoryDecision(
        category.name(),
        category.severity(),
        category.action(),
        category.threshold(),
        score.probability(),
        score.sentence(),
        region,
        learned,
        stability);
  }
}
