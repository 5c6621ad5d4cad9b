package dev.jclip.grounding.resolve;

import dev.jclip.grounding.calibration.Calibration;
import dev.jclip.grounding.calibration.Logistic;
import dev.jclip.grounding.command.Attribute;
import dev.jclip.grounding.command.Measure;
import dev.jclip.grounding.view.Sighting;
import dev.jclip.grounding.view.View;
import java.util.List;

/**
 * What objects look like: CLIP compares "red mug" with "blue mug" and mugs of all other colours.
 * Sizes are also compared with those of other objects of the noun.
 */
public final class Attributes {
  private final Calibration calibration;
  private final Alternatives alternatives;
  private final Geometry geometry;

  Attributes(Calibration calibration, Alternatives alternatives, Geometry geometry) {
    this.calibration = calibration;
    this.alternatives = alternatives;
    this.geometry = geometry;
  }

  /** An object of the same noun, and the probability that it is one. */
  record Other(Sighting object, double weight) {}

  /** The probability that an object has an attribute, or has it not if that is negated. */
  double probability(
      Attribute attribute, String noun, Sighting object, List<Other> others, View view) {
    double odds = Logistic.logOdds(seen(attribute, noun, object, view));
    if (attribute.kind() == Attribute.Kind.SIZE) {
      odds += 2 * Logistic.logOdds(compared(attribute, object, others));
    }
    double has = Logistic.sigmoid(odds);
    return attribute.negated() ? 1 - has : has;
  }

  /** The probabilities of all {@link #colours()}, in their order. */
  public double[] colours(String noun, Sighting object, View view) {
    return view.compare(
        object, alternatives.colours().stream().map(colour -> phrase(colour, noun)).toList());
  }

  /** The colours that are told apart. */
  public List<String> colours() {
    return alternatives.colours();
  }

  /** The probability that two objects have one colour. */
  double sameColour(Sighting a, Sighting b, View view) {
    double[] one = colours(a.noun(), a, view);
    double[] other = colours(b.noun(), b, view);
    double same = 0;
    for (int i = 0; i < one.length; i++) {
      same += one[i] * other[i];
    }
    return same;
  }

  /** How much brighter an object looks than a dark one of its kind, as log odds. */
  double brightness(Sighting object, View view) {
    return Logistic.logOdds(
        view.compare(
                object, List.of(phrase("bright", object.noun()), phrase("dark", object.noun())))[
            0]);
  }

  private double seen(Attribute attribute, String noun, Sighting object, View view) {
    return calibration
        .attribute(attribute.kind())
        .probability(score(attribute, noun, object, view));
  }

  /**
   * CLIP's probability of an attribute among the others of its kind, before it is calibrated; also
   * of a negated attribute that the object has it.
   */
  public double score(Attribute attribute, String noun, Sighting object, View view) {
    List<String> values = alternatives.values(attribute);
    if (values.isEmpty()) { // no list of others: with it or without it
      double most = 0;
      for (String value : attribute.values()) {
        most = Math.max(most, view.compare(object, List.of(phrase(value, noun), noun))[0]);
      }
      return most;
    }
    double[] probabilities =
        view.compare(object, values.stream().map(value -> phrase(value, noun)).toList());
    double sum = 0;
    for (int i = 0; i < probabilities.length; i++) {
      if (attribute.values().contains(values.get(i))) {
        sum += probabilities[i];
      }
    }
    return Math.min(1, sum);
  }

  private static String phrase(String value, String noun) {
    return value + " " + noun;
  }

  /** The share of other objects that the object is larger than; about 0.5 if there is none. */
  private double compared(Attribute attribute, Sighting object, List<Other> others) {
    Measure measure = alternatives.sizes().get(attribute.values().getFirst());
    if (measure == null) {
      return 0.5;
    }
    double weight = 1;
    double sum = 0.5;
    for (Other other : others) {
      if (other.object().id() != object.id()) {
        weight += other.weight();
        sum += other.weight() * geometry.before(measure, object, other.object());
      }
    }
    return sum / weight;
  }
}
