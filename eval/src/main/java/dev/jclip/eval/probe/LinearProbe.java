package dev.jclip.eval.probe;

import dev.jclip.embed.Embeddings;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A linear classifier on features, trained and judged (arXiv 2103.00020, section 3.2 and appendix
 * A.3).
 *
 * @param classNames K names, for messages
 * @param normalize whether features are divided by their norms, as CLIP_benchmark does and the
 *     paper does not
 * @param c the strength C; searched for on validation examples where it is not given
 * @param validationShare share of the training examples that the search is judged by, where there
 *     are no validation examples, between 0 and 1
 * @param fewShot how many training examples of each class there are, if not all
 * @param seed of the choices of examples
 */
public record LinearProbe(
    List<String> classNames,
    boolean normalize,
    OptionalDouble c,
    double validationShare,
    OptionalInt fewShot,
    long seed) {
  private static final int STEPS = 20_000;

  /** Checks the ranges. */
  public LinearProbe {
    classNames = List.copyOf(classNames);
    c.ifPresent(LogisticRegression::requireStrength);
    if (!(validationShare > 0 && validationShare < 1)) {
      throw new IllegalArgumentException(
          "validation share: expected a number between 0 and 1, found " + validationShare);
    }
    if (fewShot.isPresent() && fewShot.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "fewshot-k: expected 1 or more, found " + fewShot.getAsInt());
    }
  }

  /**
   * One strength that was tried.
   *
   * @param lambda the inverse of C
   * @param accuracy on the validation examples, in 0..1
   */
  public record Swept(double lambda, double accuracy) {}

  /**
   * What a probe gave.
   *
   * @param logits [N, K] scores of the test examples; classes never trained on have -infinity
   * @param c the strength
   * @param swept the strengths tried, by rising lambda; empty where C was given
   * @param trainingSize examples the classifier was fitted to
   * @param objective what it was fitted to, at its minimum
   * @param iterations steps of the fit, each about two products with the examples
   * @param converged whether the objective is proven to be within 1e-8 of its minimum, relatively
   * @param unseenClasses classes of test examples that no training example shows
   */
  public record Result(
      List<float[]> logits,
      double c,
      List<Swept> swept,
      int trainingSize,
      double objective,
      int iterations,
      boolean converged,
      List<Integer> unseenClasses) {
    /** Copies the lists. */
    public Result {
      logits = List.copyOf(logits);
      swept = List.copyOf(swept);
      unseenClasses = List.copyOf(unseenClasses);
    }
  }

  /**
   * Trains and judges. With all training examples, the validation examples too are trained on once
   * the strength is found; with a few of each class they are not.
   *
   * @param validation to find the strength by; a share of the training examples where absent
   * @throws IllegalArgumentException if the training examples show one class only, or one has fewer
   *     than are to be drawn, or no example is left to find the strength by
   */
  public Result run(
      LabelledFeatures training, Optional<LabelledFeatures> validation, LabelledFeatures test) {
    LabelledFeatures all = prepared(training);
    Optional<LabelledFeatures> judges = validation.map(this::prepared);
    if (c.isEmpty() && judges.isEmpty()) {
      List<Integer> drawn =
          Draws.whole(Draws.share(all.labels(), validationShare, seed), all.identities());
      if (drawn.isEmpty()) {
        throw new IllegalArgumentException(
            "validation share: expected one validation image or more, found none: %s of each class, rounded, is none of the %d training images; take a larger share, give validation images, or give C"
                .formatted(validationShare, all.labels().size()));
      }
      judges = Optional.of(all.only(drawn));
      all = all.without(drawn);
    }
    LabelledFeatures fitted =
        fewShot.isPresent()
            ? all.only(Draws.fewShot(all.labels(), classNames, fewShot.getAsInt(), seed))
            : all;
    List<Swept> swept =
        c.isPresent()
            ? List.of()
            : StrengthSweep.run(fitted, judges.orElseThrow(), classNames.size());
    double strength = c.isPresent() ? c.getAsDouble() : 1 / StrengthSweep.best(swept).lambda();
    LabelledFeatures last =
        fewShot.isEmpty() && !swept.isEmpty() ? fitted.and(judges.orElseThrow()) : fitted;
    return judged(last, prepared(test), strength, swept);
  }

  private LabelledFeatures prepared(LabelledFeatures examples) {
    return normalize
        ? new LabelledFeatures(
            Embeddings.normalizeAll(examples.features()), examples.labels(), examples.identities())
        : examples;
  }

  private Result judged(
      LabelledFeatures training, LabelledFeatures test, double strength, List<Swept> swept) {
    try (var regression = new LogisticRegression(training.features(), training.labels())) {
      LinearClassifier classifier = regression.fit(strength, STEPS);
      Set<Integer> known = new HashSet<>(classifier.classes());
      return new Result(
          classifier.logits(test.features(), classNames.size()),
          strength,
          swept,
          training.labels().size(),
          classifier.objective(),
          classifier.iterations(),
          classifier.converged(),
          test.labels().stream().distinct().filter(k -> !known.contains(k)).sorted().toList());
    }
  }
}
