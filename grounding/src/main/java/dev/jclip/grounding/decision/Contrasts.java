package dev.jclip.grounding.decision;

import dev.jclip.grounding.calibration.Counts;
import dev.jclip.grounding.command.Attribute;
import dev.jclip.grounding.command.Measure;
import dev.jclip.grounding.command.ObjectDescription;
import dev.jclip.grounding.command.Ranking;
import dev.jclip.grounding.command.Relation;
import dev.jclip.grounding.resolve.Candidate;
import dev.jclip.grounding.resolve.Resolver;
import dev.jclip.grounding.view.Sighting;
import dev.jclip.grounding.view.View;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Tells objects apart in words: by colour, size, place, or by what stands beside them; by whatever
 * tells most about which of them is meant.
 */
final class Contrasts {
  /** Properties said of one object at the most; a place in the row tells what is left. */
  private static final int SAID = 2;

  private static final double SEEN = 0.5;
  private static final List<Relation.Kind> BESIDE =
      List.of(
          Relation.Kind.ON,
          Relation.Kind.IN,
          Relation.Kind.NEXT_TO,
          Relation.Kind.LEFT_OF,
          Relation.Kind.RIGHT_OF,
          Relation.Kind.IN_FRONT_OF,
          Relation.Kind.BEHIND);

  private final Resolver resolver;
  private final View view;
  private final List<Sighting> objects;
  private final double[] weights;

  Contrasts(Resolver resolver, View view, List<Candidate> candidates) {
    this.resolver = resolver;
    this.view = view;
    objects = candidates.stream().map(Candidate::object).toList();
    weights = candidates.stream().mapToDouble(Candidate::probability).toArray();
  }

  /**
   * A description of each object that none of the others fits.
   *
   * @param noun what they are called; empty for what each of them is
   */
  List<ObjectDescription> sayings(Optional<String> noun) {
    List<Contrast> all = all();
    var said = new ArrayList<Contrast>();
    while (said.size() < SAID && !distinct(said)) {
      Optional<Contrast> best =
          all.stream()
              .filter(contrast -> gain(contrast, said) > 0)
              .max(Comparator.comparingDouble(contrast -> gain(contrast, said)));
      if (best.isEmpty()) {
        break;
      }
      said.add(best.get());
    }
    return distinct(said) ? said(said, noun) : inRow(noun);
  }

  /** What one object is called, with the property that tells most people which it is. */
  ObjectDescription colourOf(int at, Optional<String> noun) {
    Contrast colours = colours();
    return colours
        .words()
        .get(colours.value(at))
        .apply(ObjectDescription.builder().category(noun.orElse(objects.get(at).noun())))
        .build();
  }

  private double gain(Contrast contrast, List<Contrast> said) {
    return groups(said).stream()
        .filter(group -> group.size() > 1)
        .mapToDouble(group -> contrast.gain(weights, group))
        .sum();
  }

  /** Objects that are described alike so far. */
  private List<List<Integer>> groups(List<Contrast> said) {
    return List.copyOf(
        IntStream.range(0, objects.size())
            .boxed()
            .collect(
                Collectors.groupingBy(
                    i -> said.stream().map(contrast -> contrast.value(i)).toList()))
            .values());
  }

  private boolean distinct(List<Contrast> said) {
    return groups(said).size() == objects.size();
  }

  private List<ObjectDescription> said(List<Contrast> said, Optional<String> noun) {
    var sayings = new ArrayList<ObjectDescription>();
    for (int i = 0; i < objects.size(); i++) {
      ObjectDescription.Builder saying =
          ObjectDescription.builder().category(noun.orElse(objects.get(i).noun()));
      for (Contrast contrast : said) {
        saying = contrast.words().get(contrast.value(i)).apply(saying);
      }
      sayings.add(saying.build());
    }
    return sayings;
  }

  private List<ObjectDescription> inRow(Optional<String> noun) {
    List<Sighting> row =
        objects.stream().sorted(Comparator.comparingDouble(o -> o.box().centerX())).toList();
    return objects.stream()
        .map(
            object ->
                ObjectDescription.builder()
                    .category(noun.orElse(object.noun()))
                    .ranking(Ranking.of(Measure.LEFTMOST, row.indexOf(object) + 1))
                    .build())
        .toList();
  }

  private List<Contrast> all() {
    var all = new ArrayList<Contrast>();
    all.add(colours());
    all.add(sizes());
    all.add(nouns());
    all.add(
        order(Measure.LEFTMOST, Relation.Kind.AT_LEFT, Relation.Kind.AT_RIGHT, 0.05));
    all.add(
        order(Measure.FRONTMOST, Relation.Kind.AT_FRONT, Relation.Kind.AT_BACK, 0.08));
    for (Sighting landmark : landmarks()) {
      for (Relation.Kind kind : BESIDE) {
        all.add(beside(kind, landmark));
      }
    }
    return all;
  }

  private Contrast colours() {
    double[][] values = new double[objects.size()][];
    for (int i = 0; i < values.length; i++) {
      values[i] = resolver.attributes().colours(objects.get(i).noun(), objects.get(i), view);
    }
    return new Contrast(
        0,
        values,
        resolver.attributes().colours().stream()
            .<UnaryOperator<ObjectDescription.Builder>>map(
                colour -> saying -> saying.attribute(Attribute.of(Attribute.Kind.COLOUR, colour)))
            .toList());
  }

  /** "The large one" is larger than all others, "the small one" smaller. */
  private Contrast sizes() {
    double[][] values = new double[objects.size()][2];
    for (int i = 0; i < values.length; i++) {
      double larger = 1;
      for (int j = 0; j < values.length; j++) {
        larger *= i == j ? 1 : before(Measure.LARGEST, i, j);
      }
      values[i] = new double[] {larger, 1 - larger};
    }
    return new Contrast(
        0.1, // sizes in an image depend on the distance too
        values,
        List.of(
            saying -> saying.ranking(Ranking.of(Measure.LARGEST, 1)),
            saying -> saying.ranking(Ranking.of(Measure.SMALLEST, 1))));
  }

  /** What they are, where no noun was said. */
  private Contrast nouns() {
    List<String> nouns = objects.stream().map(Sighting::noun).distinct().toList();
    double[][] values = new double[objects.size()][nouns.size()];
    for (int i = 0; i < values.length; i++) {
      values[i][nouns.indexOf(objects.get(i).noun())] = 1;
    }
    return new Contrast(
        0,
        values,
        nouns.stream()
            .<UnaryOperator<ObjectDescription.Builder>>map(noun -> saying -> saying.category(noun))
            .toList());
  }

  private Contrast order(Measure measure, Relation.Kind first, Relation.Kind last, double effort) {
    int count = objects.size();
    double[][] values = new double[count][];
    for (int i = 0; i < count; i++) {
      double[] ahead = new double[count];
      for (int j = 0; j < count; j++) {
        ahead[j] = i == j ? 0 : before(measure, j, i);
      }
      double[] ranks = Counts.without(i, ahead);
      values[i] = ranks;
    }
    var words = new ArrayList<UnaryOperator<ObjectDescription.Builder>>();
    for (int rank = 1; rank <= count; rank++) {
      int place = rank;
      if (rank == 1) {
        words.add(saying -> saying.relation(Relation.of(first)));
      } else if (rank == count) {
        words.add(saying -> saying.relation(Relation.of(last)));
      } else {
        words.add(saying -> saying.ranking(Ranking.of(measure, place)));
      }
    }
    return new Contrast(effort + (count > 2 ? 0.05 : 0), values, words);
  }

  private double before(Measure measure, int i, int j) {
    return resolver.geometry().before(measure, objects.get(i), objects.get(j));
  }

  /** Things that are none of the objects, and the only ones of their noun. */
  private List<Sighting> landmarks() {
    List<Sighting> seen =
        view.everything().stream()
            .filter(
                thing -> resolver.calibration().detector().probability(thing.score()) > SEEN)
            .toList();
    var ids = objects.stream().map(Sighting::id).collect(Collectors.toSet());
    var counts = new HashMap<String, Integer>();
    seen.forEach(thing -> counts.merge(thing.noun(), 1, Integer::sum));
    Set<String> nouns = new HashSet<>(objects.stream().map(Sighting::noun).toList());
    return seen.stream()
        .filter(thing -> !ids.contains(thing.id()) && !nouns.contains(thing.noun()))
        .filter(thing -> counts.getOrDefault(thing.noun(), 0) == 1)
        .toList();
  }

  private Contrast beside(Relation.Kind kind, Sighting landmark) {
    double[][] values = new double[objects.size()][];
    for (int i = 0; i < values.length; i++) {
      double holds = resolver.geometry().holds(kind, objects.get(i), landmark).orElse(0);
      if (kind == Relation.Kind.IN) { // what stands on it covers it as well
        holds *=
            1 - resolver.geometry().holds(Relation.Kind.ON, objects.get(i), landmark).orElse(0);
      }
      values[i] = new double[] {holds, 1 - holds};
    }
    ObjectDescription it = ObjectDescription.the(landmark.noun());
    return new Contrast(
        kind == Relation.Kind.ON ? 0.12 : 0.2,
        values,
        List.of(
            saying -> saying.relation(Relation.of(kind, it)),
            saying -> saying.relation(new Relation(kind, List.of(it), true))));
  }
}
