package dev.jclip.grounding.decision;

import static java.util.Objects.requireNonNull;

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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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

  /** What an object is, and what is added to that. */
  private record Said(String noun, UnaryOperator<ObjectDescription.Builder> words) {}

  private final Resolver resolver;
  private final View view;
  private final List<Sighting> objects;
  private final double[] weights;

  Contrasts(Resolver resolver, View view, List<Candidate> candidates) {
    this(
        resolver,
        view,
        candidates.stream().map(Candidate::object).toList(),
        candidates.stream().mapToDouble(Candidate::probability).toArray());
  }

  private Contrasts(Resolver resolver, View view, List<Sighting> objects, double[] weights) {
    this.resolver = resolver;
    this.view = view;
    this.objects = objects;
    this.weights = weights;
  }

  /**
   * A description of each object that none of the others fits.
   *
   * @param noun what they are called; empty for what each of them is
   */
  List<ObjectDescription> sayings(Optional<String> noun) {
    return words(SAID).stream().map(word -> said(word, noun)).toList();
  }

  private static ObjectDescription said(Said said, Optional<String> noun) {
    return said.words()
        .apply(ObjectDescription.builder().category(noun.orElse(said.noun())))
        .build();
  }

  /** The property that tells most, and within those that it does not tell apart the next one. */
  private List<Said> words(int most) {
    if (objects.size() == 1) {
      return List.of(new Said(objects.getFirst().noun(), saying -> saying));
    }
    Optional<Contrast> best =
        most == 0
            ? Optional.empty()
            : all().stream()
                .filter(contrast -> contrast.gain(weights) > 0)
                .max(Comparator.comparingDouble(contrast -> contrast.gain(weights)));
    return best.map(contrast -> words(contrast, most - 1)).orElseGet(this::inRow);
  }

  private List<Said> words(Contrast contrast, int more) {
    Map<Integer, List<Integer>> alike =
        IntStream.range(0, objects.size())
            .boxed()
            .collect(Collectors.groupingBy(contrast::value, TreeMap::new, Collectors.toList()));
    if (alike.size() == 1) {
      return inRow();
    }
    var all = new HashMap<Integer, Said>();
    alike.forEach(
        (value, group) -> {
          List<Said> rest = only(group).words(more);
          for (int i = 0; i < group.size(); i++) {
            Said said = rest.get(i);
            all.put(
                group.get(i),
                new Said(
                    said.noun(),
                    saying -> said.words().apply(contrast.words().get(value).apply(saying))));
          }
        });
    return IntStream.range(0, objects.size()).mapToObj(i -> requireNonNull(all.get(i))).toList();
  }

  private Contrasts only(List<Integer> some) {
    return new Contrasts(
        resolver,
        view,
        some.stream().map(objects::get).toList(),
        some.stream().mapToDouble(i -> weights[i]).toArray());
  }

  /** What the first object is called, with its colour. */
  ObjectDescription coloured(Optional<String> noun) {
    Contrast colours = colours();
    return said(new Said(objects.getFirst().noun(), colours.words().get(colours.value(0))), noun);
  }

  private List<Said> inRow() {
    List<Sighting> row =
        objects.stream().sorted(Comparator.comparingDouble(o -> o.box().centerX())).toList();
    return objects.stream()
        .map(
            object ->
                new Said(
                    object.noun(),
                    saying ->
                        saying.ranking(Ranking.of(Measure.LEFTMOST, row.indexOf(object) + 1))))
        .toList();
  }

  private List<Contrast> all() {
    var all = new ArrayList<Contrast>();
    all.add(colours());
    if (objects.size() == 2) {
      all.add(sizes());
    }
    all.add(nouns());
    all.add(order(Measure.LEFTMOST, Relation.Kind.AT_LEFT, Relation.Kind.AT_RIGHT, 0.05));
    all.add(order(Measure.FRONTMOST, Relation.Kind.AT_FRONT, Relation.Kind.AT_BACK, 0.08));
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

  private Contrast sizes() {
    double larger = before(Measure.LARGEST, 0, 1);
    return new Contrast(
        0.1, // sizes in an image depend on the distance too
        new double[][] {{larger, 1 - larger}, {1 - larger, larger}},
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
            .filter(thing -> resolver.calibration().detector().probability(thing.score()) > SEEN)
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
