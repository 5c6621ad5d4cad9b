package dev.jclip.grounding.decision;

import dev.jclip.grounding.calibration.Calibration;
import dev.jclip.grounding.calibration.Priors;
import dev.jclip.grounding.calibration.Thresholds;
import dev.jclip.grounding.command.ObjectDescription;
import dev.jclip.grounding.resolve.Alternatives;
import dev.jclip.grounding.resolve.Candidate;
import dev.jclip.grounding.resolve.Geometry;
import dev.jclip.grounding.resolve.Mentions;
import dev.jclip.grounding.resolve.Resolution;
import dev.jclip.grounding.resolve.Resolver;
import dev.jclip.grounding.view.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Learns from labelled examples how often descriptions fit nothing or several objects, and from
 * which probability on decisions are wrong seldom enough.
 */
public final class Calibrator {
  private final Alternatives alternatives;
  private final Geometry geometry;

  /** Calibrates resolvers with these words and this camera. */
  public Calibrator(Alternatives alternatives, Geometry geometry) {
    this.alternatives = alternatives;
    this.geometry = geometry;
  }

  /**
   * A description of one object ("the mug") whose answer is known.
   *
   * @param fitting ids of all objects that fit it; if it is not exactly one, no object is right
   */
  public record Example(ObjectDescription description, View view, Set<Integer> fitting) {
    /** Copies the set. */
    public Example {
      fitting = Set.copyOf(fitting);
    }
  }

  /**
   * The calibration with priors and thresholds from examples.
   *
   * @param scores with the curves of the detector and of attributes, which are kept
   * @param maxWrong the share of all examples that may be decided wrongly, above 0. Half of it is
   *     for wrong objects and half for objects that are there and said not to be
   * @throws IllegalArgumentException if there is no example
   */
  public Calibration fit(Calibration scores, List<Example> examples, double maxWrong) {
    if (examples.isEmpty()) {
      throw new IllegalArgumentException("examples: expected one or more, found none");
    }
    Priors priors =
        Priors.fit(
            examples.stream()
                .map(
                    example ->
                        new Priors.Example(
                            resolve(scores, example).candidates().stream()
                                .map(Candidate::fit)
                                .toList(),
                            example.fitting().size()))
                .toList());
    Calibration weighted = scores.with(priors);
    var objects = new ArrayList<Thresholds.Choice>();
    var absences = new ArrayList<Thresholds.Choice>();
    for (Example example : examples) {
      Resolution resolution = resolve(weighted, example);
      absences.add(new Thresholds.Choice(resolution.none(), !example.fitting().isEmpty()));
      if (!resolution.candidates().isEmpty()) {
        Candidate best = resolution.candidates().getFirst();
        objects.add(
            new Thresholds.Choice(
                best.probability(), !example.fitting().equals(Set.of(best.object().id()))));
      }
    }
    return weighted.with(
        new Thresholds(
            Thresholds.lowest(objects, examples.size(), maxWrong / 2),
            Thresholds.lowest(absences, examples.size(), maxWrong / 2)),
        maxWrong);
  }

  private Resolution resolve(Calibration calibration, Example example) {
    return new Resolver(calibration, alternatives, geometry)
        .resolve(example.description(), example.view(), Mentions.NONE, Set.of());
  }
}
