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
  private final Optional<LearnedHead> learned;
  private final double scale;

  CategoryScorer(
      Category category,
      List<ConceptVectors> concepts,
      List<Head> heads,
      CategoryCalibration calibration,
      Optional<LearnedHead> learned,
      double scale) {
    this.category = category;
    this.concepts = List.copyOf(concepts);
    this.heads = List.copyOf(heads);
    this.calibration = calibration;
    this.learned = learned;
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
    return new CategoryScorer(category, concepts, heads, other, learned, scale);
  }

  /** The same scorer, which judges images by what was learned instead of sentences and heads. */
  CategoryScorer learned(LearnedHead head) {
    return new CategoryScorer(category, concepts, heads, calibration, Optional.of(head), scale);
  }

  /** Whether images are judged by what was learned from reviewed ones. */
  public boolean isLearned() {
    return learned.isPresent();
  }

  /** The highest evidence of the concepts, the background counting as it does in decisions. */
  public double evidence(EmbeddedView view) {
    return excess(view, evidenceWeight());
  }

  private double evidenceWeight() {
    return learned.isPresent()
        ? CategoryCalibration.WEIGHT_WITH_EXAMPLES
        : calibration.backgroundWeight();
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

  /**
   * What was found in an image.
   *
   * @param score of the part that decides
   * @param part its place among the parts
   */
  public record Finding(Score score, int part) {}

  /**
   * Scores an image. What was learned judges the whole image and the highest evidence in any part;
   * sentences judge each part, and heads the whole.
   *
   * @param parts the whole image first
   */
  public Finding find(List<EmbeddedView> parts) {
    return learned.map(head -> findByLearned(head, parts)).orElseGet(() -> findByRules(parts));
  }

  private Finding findByLearned(LearnedHead head, List<EmbeddedView> parts) {
    float[] whole = parts.getFirst().embedding();
    if (concepts.isEmpty()) {
      return new Finding(new Score(head.probability(whole, 0), Optional.empty()), 0);
    }
    Nearest best = nearest(parts.getFirst(), evidenceWeight());
    int place = 0;
    for (int i = 1; i < parts.size(); i++) {
      Nearest other = nearest(parts.get(i), evidenceWeight());
      if (other.excess() > best.excess()) {
        best = other;
        place = i;
      }
    }
    return new Finding(new Score(head.probability(whole, best.excess()), best.sentence()), place);
  }

  private Finding findByRules(List<EmbeddedView> parts) {
    Score best = scoreWhole(parts.getFirst());
    int place = 0;
    for (int i = 1; i < parts.size(); i++) {
      Score other = score(parts.get(i));
      if (other.probability() > best.probability()) {
        best = other;
        place = i;
      }
    }
    return new Finding(best, place);
  }

  /** The highest evidence of the concepts, and the nearest sentence of its concept. */
  private record Nearest(double excess, Optional<String> sentence) {}

  private Nearest nearest(EmbeddedView view, double weight) {
    double highest = Double.NEGATIVE_INFINITY;
    Optional<String> sentence = Optional.empty();
    for (ConceptVectors concept : concepts) {
      ConceptVectors.Evidence evidence = evidence(concept, view);
      double excess = evidence.excess(weight);
      if (excess > highest) {
        highest = excess;
        sentence = Optional.of(concept.concept().sentences().get(evidence.sentence()));
      }
    }
    return new Nearest(highest, sentence);
  }

  /** Scores a view by the concepts, whatever was learned. */
  public Score score(EmbeddedView view) {
    Nearest nearest = nearest(view, calibration.backgroundWeight());
    return new Score(
        concepts.isEmpty() ? 0 : calibration.probability(nearest.excess()), nearest.sentence());
  }

  /** Scores a whole image by the heads too, which were trained on whole images. */
  private Score scoreWhole(EmbeddedView view) {
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
