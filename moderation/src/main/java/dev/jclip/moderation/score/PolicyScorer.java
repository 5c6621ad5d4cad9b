package dev.jclip.moderation.score;

import dev.jclip.background.UnrelatedTexts;
import dev.jclip.embed.Embeddings;
import dev.jclip.embed.ImageEncoder;
import dev.jclip.embed.ImageTextEncoder;
import dev.jclip.image.ImageDecoder;
import dev.jclip.moderation.head.Heads;
import dev.jclip.moderation.policy.Category;
import dev.jclip.moderation.policy.Concept;
import dev.jclip.moderation.policy.Policy;
import dev.jclip.moderation.view.Box;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A policy with the embeddings of its sentences: all that is needed to score images that are
 * embedded already. Immutable and safe for many threads.
 */
public final class PolicyScorer {
  /** A text of the background that is as near as this to a sentence says the same. */
  private static final double SAME = 0.9;

  private final Policy policy;
  private final List<float[]> background;
  private final List<CategoryScorer> categories;
  private final double scale;

  private PolicyScorer(
      Policy policy, List<float[]> background, List<CategoryScorer> categories, double scale) {
    this.policy = policy;
    this.background = background;
    this.categories = categories;
    this.scale = scale;
  }

  /**
   * Embeds a policy's sentences and example images, and reads its heads.
   *
   * @param calibrations of categories by name; the others are scored without examples
   * @throws dev.jclip.error.ImageException if an example image cannot be decoded
   * @throws dev.jclip.error.CheckpointException if a head cannot be read or is another model's
   */
  public static PolicyScorer of(
      Policy policy, ImageTextEncoder model, Map<String, CategoryCalibration> calibrations) {
    List<String> background = UnrelatedTexts.all();
    var texts = new LinkedHashSet<>(background);
    policy.categories().stream()
        .flatMap(category -> category.concepts().stream())
        .forEach(
            concept -> {
              texts.addAll(concept.sentences());
              texts.addAll(concept.counters());
              texts.addAll(concept.exceptions());
            });
    List<String> all = List.copyOf(texts);
    List<float[]> vectors = model.encodeTexts(all);
    var byText = new HashMap<String, float[]>();
    for (int i = 0; i < all.size(); i++) {
      byText.put(all.get(i), vectors.get(i));
    }
    double scale = model.logit(1) - model.logit(0);
    var scorers = new ArrayList<CategoryScorer>();
    for (Category category : policy.categories()) {
      scorers.add(
          new CategoryScorer(
              category,
              category.concepts().stream()
                  .map(concept -> embedded(concept, byText, model))
                  .toList(),
              category.heads().stream()
                  .map(head -> Heads.read(head, vectors.getFirst().length))
                  .toList(),
              Optional.ofNullable(calibrations.get(category.name()))
                  .orElseGet(() -> CategoryCalibration.withoutExamples(scale)),
              Optional.empty(),
              scale));
    }
    return new PolicyScorer(
        policy,
        unlike(embeddings(background, byText), policy, byText),
        List.copyOf(scorers),
        scale);
  }

  /** The background's texts but for those that say what a concept's sentence says. */
  private static List<float[]> unlike(
      List<float[]> background, Policy policy, Map<String, float[]> byText) {
    List<float[]> sentences =
        policy.categories().stream()
            .flatMap(category -> category.concepts().stream())
            .flatMap(concept -> embeddings(concept.sentences(), byText).stream())
            .toList();
    return background.stream()
        .filter(text -> sentences.stream().noneMatch(other -> Embeddings.dot(text, other) > SAME))
        .toList();
  }

  private static ConceptVectors embedded(
      Concept concept, Map<String, float[]> byText, ImageTextEncoder model) {
    return new ConceptVectors(
        concept,
        embeddings(concept.sentences(), byText),
        embeddings(concept.counters(), byText),
        embeddings(concept.exceptions(), byText),
        pictures(concept.examples(), model),
        pictures(concept.counterExamples(), model));
  }

  private static List<float[]> pictures(List<Path> files, ImageEncoder model) {
    ImageDecoder decoder = ImageDecoder.create();
    return files.isEmpty()
        ? List.of()
        : model.encodeImages(files.stream().map(decoder::decode).toList());
  }

  private static List<float[]> embeddings(List<String> texts, Map<String, float[]> byText) {
    return texts.stream().map(text -> Objects.requireNonNull(byText.get(text), text)).toList();
  }

  /** The same scorer, which judges images of some categories by what was learned of them. */
  public PolicyScorer learned(Map<String, LearnedHead> heads) {
    return new PolicyScorer(
        policy,
        background,
        categories.stream()
            .map(
                scorer ->
                    Optional.ofNullable(heads.get(scorer.category().name()))
                        .map(scorer::learned)
                        .orElse(scorer))
            .toList(),
        scale);
  }

  /** The policy. */
  public Policy policy() {
    return policy;
  }

  /** A scorer for each category, in the policy's order. */
  public List<CategoryScorer> categories() {
    return categories;
  }

  /** What similarities are multiplied by, as the model was trained. */
  public double scale() {
    return scale;
  }

  /**
   * A view that is embedded.
   *
   * @param embedding of any norm
   */
  public EmbeddedView view(Box box, float[] embedding) {
    float[] unit = Embeddings.normalize(embedding);
    return new EmbeddedView(box, unit, ConceptVectors.exponentials(background, unit, scale));
  }
}
