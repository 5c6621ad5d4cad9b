package dev.jclip.grounding.decision;

import dev.jclip.grounding.calibration.Counts;
import dev.jclip.grounding.calibration.Priors;
import dev.jclip.grounding.calibration.Thresholds;
import dev.jclip.grounding.command.ObjectDescription;
import dev.jclip.grounding.command.Quantity;
import dev.jclip.grounding.resolve.Candidate;
import dev.jclip.grounding.resolve.Part;
import dev.jclip.grounding.resolve.Reason;
import dev.jclip.grounding.resolve.Resolution;
import dev.jclip.grounding.resolve.Resolver;
import dev.jclip.grounding.view.View;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Decides what follows from a resolution: "the mug" is asked about where two fit, "a mug" never is.
 * Immutable.
 */
public final class Decider {
  /** Of two objects of which one is so much less likely, only the other is asked about. */
  private static final double POSSIBLE = 0.15;

  private static final double FITS = 0.5;

  private final Resolver resolver;
  private final Thresholds thresholds;
  private final Priors priors;

  /** Decides by the thresholds of the resolver's calibration. */
  public Decider(Resolver resolver) {
    this.resolver = resolver;
    thresholds = resolver.calibration().thresholds();
    priors = resolver.calibration().priors();
  }

  /** What follows from a resolution of what is seen in a view. */
  public Decision decide(Resolution resolution, View view) {
    if (resolution.candidates().isEmpty()) {
      return new NotVisible(resolution, List.of(), Optional.empty());
    }
    Quantity quantity = resolution.description().quantity();
    return switch (quantity.choice()) {
      case THE -> one(resolution, view);
      case ANY -> any(resolution, quantity.number().orElse(1), quantity.number().isEmpty(), view);
      case ALL ->
          quantity.number().isPresent()
              ? exactly(resolution, quantity.number().getAsInt(), view)
              : all(resolution, view);
    };
  }

  private Decision one(Resolution resolution, View view) {
    Candidate best = resolution.candidates().getFirst();
    if (best.probability() >= thresholds.object()) {
      return new Chosen(resolution, List.of(best), best.probability());
    }
    if (resolution.none() >= thresholds.absent()) {
      return notVisible(resolution, List.of(), view);
    }
    double possible = POSSIBLE * (1 - resolution.none());
    List<Candidate> options =
        resolution.candidates().stream()
            .filter(candidate -> candidate.probability() >= possible)
            .toList();
    return question(
        resolution,
        options.size() > 1 ? Question.Kind.WHICH : Question.Kind.CONFIRM,
        options.isEmpty() ? List.of(best) : options,
        view);
  }

  private Decision any(Resolution resolution, int number, boolean more, View view) {
    List<Candidate> fitting = byFit(resolution);
    List<Candidate> best = fitting.subList(0, Math.min(number, fitting.size()));
    double probability = product(best);
    if (best.size() == number && probability >= thresholds.object()) {
      List<Candidate> chosen =
          more ? fitting.stream().filter(candidate -> candidate.fit() >= FITS).toList() : best;
      return new Chosen(resolution, chosen, probability);
    }
    return tooFew(resolution, number) >= thresholds.absent()
        ? notVisible(resolution, fits(best), view)
        : question(resolution, Question.Kind.CONFIRM, best, view);
  }

  private Decision exactly(Resolution resolution, int number, View view) {
    List<Candidate> fitting = byFit(resolution);
    List<Candidate> best = fitting.subList(0, Math.min(number, fitting.size()));
    if (tooFew(resolution, number) >= thresholds.absent()) {
      return notVisible(resolution, fits(best), view);
    }
    double together = product(best);
    for (Candidate other : fitting.subList(best.size(), fitting.size())) {
      together *= 1 - other.fit();
    }
    double probability = together / cases(resolution, number);
    return best.size() == number && probability >= thresholds.object()
        ? new Chosen(resolution, best, probability)
        : question(resolution, Question.Kind.CONFIRM, best, view);
  }

  private Decision all(Resolution resolution, View view) {
    List<Candidate> fitting = fits(byFit(resolution));
    if (resolution.none() >= thresholds.absent()) {
      return notVisible(resolution, List.of(), view);
    }
    double probability = 1;
    for (Candidate candidate : resolution.candidates()) {
      probability *= Math.max(candidate.fit(), 1 - candidate.fit());
    }
    if (fitting.isEmpty()) {
      return question(resolution, Question.Kind.CONFIRM, byFit(resolution).subList(0, 1), view);
    }
    return probability >= thresholds.object()
        ? new Chosen(resolution, fitting, probability)
        : question(resolution, Question.Kind.CONFIRM, fitting, view);
  }

  private static List<Candidate> byFit(Resolution resolution) {
    return resolution.candidates().stream()
        .sorted(Comparator.comparingDouble(Candidate::fit).reversed())
        .toList();
  }

  private static List<Candidate> fits(List<Candidate> candidates) {
    return candidates.stream().filter(candidate -> candidate.fit() >= FITS).toList();
  }

  private static double product(List<Candidate> candidates) {
    return candidates.stream().mapToDouble(Candidate::fit).reduce(1, (a, b) -> a * b);
  }

  /** The probability that fewer objects fit than are meant. */
  private double tooFew(Resolution resolution, int number) {
    double[] counts = counts(resolution);
    double few = 0;
    for (int count = 0; count < number && count < counts.length; count++) {
      few += counts[count];
    }
    return priors.none() * few / (priors.none() * few + 1 - few);
  }

  /** The weight of all cases, where so many objects are said to be there. */
  private double cases(Resolution resolution, int number) {
    double[] counts = counts(resolution);
    double sum = 0;
    for (int count = 0; count < counts.length; count++) {
      sum +=
          counts[count] * (count < number ? priors.none() : count > number ? priors.several() : 1);
    }
    return sum;
  }

  private static double[] counts(Resolution resolution) {
    return Counts.distribution(
        resolution.candidates().stream().mapToDouble(Candidate::fit).toArray());
  }

  /** A question that tells the options apart. */
  public Question question(
      Resolution resolution, Question.Kind kind, List<Candidate> options, View view) {
    var contrasts = new Contrasts(resolver, view, options);
    Optional<String> noun = resolution.description().category();
    List<ObjectDescription> sayings =
        options.size() == 1 ? List.of(contrasts.coloured(noun)) : contrasts.sayings(noun);
    var all = new ArrayList<Question.Option>();
    for (int i = 0; i < options.size(); i++) {
      all.add(new Question.Option(options.get(i), sayings.get(i)));
    }
    return new Question(resolution, kind, all);
  }

  /** That nothing is seen that is meant, with what is nearest to it. */
  public NotVisible notVisible(Resolution resolution, List<Candidate> fitting, View view) {
    Optional<Candidate> nearest =
        resolution.candidates().stream()
            .filter(candidate -> fitting.isEmpty() && called(candidate))
            .max(Comparator.comparingDouble(Candidate::fit));
    return new NotVisible(
        resolution,
        fitting,
        nearest.map(
            candidate ->
                new NotVisible.Nearest(
                    candidate,
                    new Contrasts(resolver, view, List.of(candidate))
                        .coloured(resolution.description().category()),
                    candidate.reasons().stream()
                        .filter(Reason::against)
                        .map(Reason::part)
                        .toList())));
  }

  private static boolean called(Candidate candidate) {
    return candidate.reasons().stream()
        .noneMatch(reason -> reason.part() instanceof Part.Category && reason.against());
  }
}
