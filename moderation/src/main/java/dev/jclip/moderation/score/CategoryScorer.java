package dev.jclip.moderation.score;

import dev.jclip.moderation.head.Head;
import dev.jclip.moderation.policy.Category;
import java.util.List;
import java.util.Optional;

/**
 * Scores images for one category. Each concept is compared with its own counter-sentences and the
 * background; of several concepts and heads the highest probability counts. Immutable and safe for
 * many threads.
 */
public final class CategoryScorer {
  private final Category category;
  private final List<ConceptVectors> concepts;
  private final List<Head> heads;
  private final CategoryCalibration calibration;
  private final double scale;

  CategoryScorer(
      Category category,
      List<ConceptVectors> concepts,
      List<Head> heads,
      CategoryCalibration calibration,
      double scale) {
    this.category = category;
    this.concepts = List.copyOf(concepts);
    this.heads = List.copyOf(heads);
    this.calibration = calibration;
    this.scale = scale;
  }

  /**
   * What was found in one view of an image.
   *
   * @param probability that the view belongs to the category, in [0, 1]
   * @param sentence the sentence that comes nearest, of the concept with the highest evidence; none
   *     where a head decided
   */
  public record Score(double probability, Optional<String> sentence) {}

  /** The category. */
  public Category category() {
    return category;
  }

  /** How evidence becomes a probability. */
  public CategoryCalibration calibration() {
    return calibration;
  }

  /** The same scorer with another calibration. */
  public CategoryScorer calibrated(CategoryCalibration other) {
    return new CategoryScorer(category, concepts, heads, other, scale);
  }

  /** The highest evidence of the concepts where the background counts by a weight in [0, 1]. */
  public double excess(EmbeddedView view, double weight) {
    return concepts.stream()
        .mapToDouble(concept -> evidence(concept, view).excess(weight))
        .max()
        .orElse(Double.NEGATIVE_INFINITY);
  }

  /**
   * The highest evidence in any part of an image, from which thresholds are solved.
   *
   * @param weight how much the background counts, in [0, 1]
   */
  public double excess(List<EmbeddedView> parts, double weight) {
    return parts.stream()
        .mapToDouble(view -> excess(view, weight))
        .max()
        .orElse(Double.NEGATIVE_INFINITY);
  }

  private ConceptVectors.Evidence evidence(ConceptVectors concept, EmbeddedView view) {
    return concept.evidence(view.embedding(), view.background(), scale);
  }

  /** Scores a view by the concepts. */
  public Score score(EmbeddedView view) {
    double highest = Double.NEGATIVE_INFINITY;
    Optional<String> sentence = Optional.empty();
    for (ConceptVectors concept : concepts) {
      ConceptVectors.Evidence evidence = evidence(concept, view);
      double excess = evidence.excess(calibration.backgroundWeight());
      if (excess > highest) {
        highest = excess;
        sentence = Optional.of(concept.concept().sentences().get(evidence.sentence()));
      }
    }
    return new Score(concepts.isEmpty() ? 0 : calibration.probability(highest), sentence);
  }

  /** Scores a whole image by the heads too, which were trained on whole images. */
  public Score scoreWhole(EmbeddedView view) {
    Score best = score(view);
    for (Head head : heads) {
      double probability = head.probability(view.embedding());
      if (probability > best.probability()) {
        best = new Score(probability, Optional.empty());
      }
    }
    return best;
  }
}
