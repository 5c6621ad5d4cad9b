package dev.jclip.grounding.resolve;

import dev.jclip.grounding.calibration.Calibration;
import dev.jclip.grounding.calibration.Counts;
import dev.jclip.grounding.command.Attribute;
import dev.jclip.grounding.command.Measure;
import dev.jclip.grounding.command.ObjectDescription;
import dev.jclip.grounding.command.Quantity;
import dev.jclip.grounding.command.Ranking;
import dev.jclip.grounding.command.Reference;
import dev.jclip.grounding.command.Relation;
import dev.jclip.grounding.resolve.Attributes.Other;
import dev.jclip.grounding.resolve.Resolution.Fit;
import dev.jclip.grounding.view.Sighting;
import dev.jclip.grounding.view.View;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Finds out which objects a description means. Each part of the description gives each object a
 * probability; parts are taken as independent. A relation to other objects is weighed by how well
 * those fit their own description. Immutable; as safe for many threads as the views it is given.
 */
public final class Resolver {
  /** What speaks neither for an object nor against it. */
  private static final double NEUTRAL = 0.5;

  private static final double CERTAIN = 0.999;

  /** How much more seldom than another object a landmark is named that is not there. */
  private static final double ABSENT = 0.3;

  private final Calibration calibration;
  private final Geometry geometry;
  private final Attributes attributes;

  /** Takes what was learned about the detector and CLIP, the words, and how the camera stands. */
  public Resolver(Calibration calibration, Alternatives alternatives, Geometry geometry) {
    this.calibration = calibration;
    this.geometry = geometry;
    attributes = new Attributes(calibration, alternatives, geometry);
  }

  /** What was learned from examples. */
  public Calibration calibration() {
    return calibration;
  }

  /** How relations are judged. */
  public Geometry geometry() {
    return geometry;
  }

  /** How looks are judged. */
  public Attributes attributes() {
    return attributes;
  }

  /**
   * Which objects a description means.
   *
   * @param mentions what was spoken of, for pronouns
   * @param excluded ids of objects that are not meant
   */
  public Resolution resolve(
      ObjectDescription description, View view, Mentions mentions, Set<Integer> excluded) {
    List<Fit> pool =
        new Look(view, mentions)
            .pool(description).stream()
                .filter(fit -> !excluded.contains(fit.object().id()))
                .toList();
    return Resolution.of(
        description, new Look(view, mentions).fits(description, pool), calibration.priors());
  }

  /** Which of the objects that were offered an answer means. */
  public Resolution among(
      List<Sighting> offered, ObjectDescription answer, View view, Mentions mentions) {
    var look = new Look(view, mentions);
    List<Fit> pool =
        offered.stream()
            .map(
                object ->
                    answer
                        .category()
                        .filter(noun -> !noun.equals(object.noun()))
                        .map(noun -> look.called(object, noun))
                        .orElseGet(() -> new Fit(object, CERTAIN, List.of())))
            .toList();
    return Resolution.of(answer, look.fits(answer, pool), calibration.priors());
  }

  /** One look at a view. */
  private final class Look {
    private final View view;
    private final Mentions mentions;

    Look(View view, Mentions mentions) {
      this.view = view;
      this.mentions = mentions;
    }

    /** Objects by their noun, or by what was spoken of. */
    List<Fit> pool(ObjectDescription description) {
      Optional<Reference> reference = description.reference();
      if (reference.isPresent()) {
        switch (reference.get()) {
          case IT, THEM, THIS, THAT, SAME -> {
            List<Sighting> spokenOf = mentions.referents(reference.get(), description.category());
            if (!spokenOf.isEmpty()) {
              return spokenOf.stream()
                  .flatMap(earlier -> view.again(earlier).stream())
                  .map(now -> fit(now, new Part.SpokenOf(reference.get()), CERTAIN))
                  .toList();
            }
          }
          case OTHER -> {
            Set<Integer> last = now(mentions.referents(Reference.OTHER, Optional.empty()));
            return called(noun(description)).stream()
                .filter(fit -> !last.contains(fit.object().id()))
                .toList();
          }
          case ONE -> {
            return called(noun(description));
          }
          case SPEAKER, ROBOT, HERE, THERE -> {
            return List.of();
          }
        }
      }
      return called(description.category());
    }

    private Optional<String> noun(ObjectDescription description) {
      return description.category().or(mentions::noun);
    }

    private Set<Integer> now(List<Sighting> earlier) {
      var ids = new HashSet<Integer>();
      earlier.forEach(sighting -> view.again(sighting).ifPresent(now -> ids.add(now.id())));
      return ids;
    }

    private List<Fit> called(Optional<String> noun) {
      return noun.map(view::find).orElseGet(view::everything).stream()
          .map(
              sighting ->
                  fit(
                      sighting,
                      new Part.Category(noun.orElse(sighting.noun())),
                      calibration.detector().probability(sighting.score())))
          .toList();
    }

    /** An object that was found as something else, as a noun. */
    Fit called(Sighting object, String noun) {
      return called(Optional.of(noun)).stream()
          .filter(fit -> fit.object().id() == object.id())
          .findFirst()
          .orElseGet(() -> fit(object, new Part.Category(noun), 1 - CERTAIN));
    }

    private static Fit fit(Sighting sighting, Part part, double probability) {
      return new Fit(sighting, probability, List.of(new Reason(part, probability)));
    }

    /** How well each object of a pool fits all that a description says. */
    List<Fit> fits(ObjectDescription description, List<Fit> pool) {
      List<Fit> fits = pool;
      List<Other> others =
          pool.stream().map(fit -> new Other(fit.object(), fit.probability())).toList();
      for (Attribute attribute : description.attributes()) {
        fits =
            each(
                fits,
                new Part.Looks(attribute),
                object ->
                    attributes.probability(
                        attribute,
                        description.category().orElse(object.noun()),
                        object,
                        others,
                        view));
      }
      for (Relation relation : description.relations()) {
        Optional<Measure> order = order(relation, description.quantity());
        if (order.isEmpty()) {
          fits = each(fits, new Part.Stands(relation), related(relation));
        }
      }
      for (ObjectDescription other : description.except()) {
        fits = each(fits, new Part.IsNot(other), excepted(other, fits));
      }
      for (Relation relation : description.relations()) {
        Optional<Measure> order = order(relation, description.quantity());
        if (order.isPresent()) {
          fits = placed(relation, order.get(), fits);
        }
      }
      for (Ranking ranking : description.rankings()) {
        fits = ranked(ranking, description.quantity(), fits);
      }
      return fits;
    }

    private static List<Fit> each(List<Fit> fits, Part part, ToDoubleFunction<Sighting> judge) {
      var all = new ArrayList<Fit>();
      for (Fit fit : fits) {
        all.add(with(fit, part, judge.applyAsDouble(fit.object())));
      }
      return all;
    }

    private static Fit with(Fit fit, Part part, double probability) {
      var reasons = new ArrayList<>(fit.reasons());
      reasons.add(new Reason(part, probability));
      return new Fit(fit.object(), fit.probability() * probability, reasons);
    }

    // Relations

    private ToDoubleFunction<Sighting> related(Relation relation) {
      ToDoubleFunction<Sighting> holds = holds(relation);
      return relation.negated() ? object -> 1 - holds.applyAsDouble(object) : holds;
    }

    private ToDoubleFunction<Sighting> holds(Relation relation) {
      if (relation.objects().isEmpty()) {
        return object -> geometry.within(relation.kind(), object, view).orElse(NEUTRAL);
      }
      ObjectDescription first = relation.objects().getFirst();
      if (isPerson(first)) {
        return object -> toViewer(relation.kind(), object);
      }
      List<Fit> references = references(first);
      if (relation.kind() == Relation.Kind.BETWEEN) {
        ObjectDescription second = relation.objects().getLast();
        return between(
            references, relation.objects().size() == 1 ? references : references(second));
      }
      boolean all = first.quantity().choice() == Quantity.Choice.ALL;
      return object -> {
        double none = 1;
        double every = 1;
        for (Fit reference : references) {
          if (reference.object().id() != object.id()) {
            double holds = holds(relation.kind(), object, reference.object());
            none *= 1 - reference.probability() * holds;
            every *= 1 - reference.probability() * (1 - holds);
          }
        }
        double any = 1 - none;
        double seen = all ? any * every : any;
        return relation.kind() == Relation.Kind.WITH
            ? Math.max(seen, seenWith(first, object))
            : seen;
      };
    }

    /** Objects that others are described by: "the box" says that there is one. */
    private List<Fit> references(ObjectDescription description) {
      List<Fit> fits = fits(description, pool(description));
      return description.quantity().choice() == Quantity.Choice.THE
          ? fits.stream().map(Look::presupposed).toList()
          : fits;
    }

    private static Fit presupposed(Fit fit) {
      double is = fit.probability();
      return new Fit(fit.object(), is / (is + ABSENT * (1 - is)), fit.reasons());
    }

    private double holds(Relation.Kind kind, Sighting a, Sighting b) {
      return kind == Relation.Kind.SAME_COLOUR_AS
          ? attributes.sameColour(a, b, view)
          : geometry.holds(kind, a, b).orElse(NEUTRAL);
    }

    /** "With a handle": a part that no detector need find. */
    private double seenWith(ObjectDescription part, Sighting object) {
      return part.category()
          .map(
              noun ->
                  calibration
                      .attribute(Attribute.Kind.OTHER)
                      .probability(
                          view.compare(
                                  object, List.of(object.noun() + " with " + noun, object.noun()))[
                              0]))
          .orElse(0.0);
    }

    private ToDoubleFunction<Sighting> between(List<Fit> from, List<Fit> to) {
      return object -> {
        double none = 1;
        for (Fit one : from) {
          for (Fit other : to) {
            if (one.object().id() != object.id()
                && other.object().id() != object.id()
                && one.object().id() != other.object().id()) {
              none *=
                  1
                      - one.probability()
                          * other.probability()
                          * geometry.between(object, one.object(), other.object());
            }
          }
        }
        return 1 - none;
      };
    }

    private static boolean isPerson(ObjectDescription description) {
      return description.reference().filter(Resolver::isPerson).isPresent();
    }

    private double toViewer(Relation.Kind kind, Sighting object) {
      Optional<Relation.Kind> place =
          switch (kind) {
            case LEFT_OF -> Optional.of(Relation.Kind.AT_LEFT);
            case RIGHT_OF -> Optional.of(Relation.Kind.AT_RIGHT);
            case NEAR, NEXT_TO -> Optional.of(Relation.Kind.AT_FRONT);
            default -> Optional.empty(); // all that is seen is in front of who looks
          };
      return place
          .map(at -> geometry.within(at, object, view).orElse(NEUTRAL))
          .orElse(kind == Relation.Kind.BEHIND ? 1 - CERTAIN : NEUTRAL);
    }

    private ToDoubleFunction<Sighting> excepted(ObjectDescription other, List<Fit> fits) {
      boolean sameNoun = other.category().isEmpty();
      List<Fit> excluded =
          sameNoun && other.reference().filter(Reference.ONE::equals).isPresent()
              ? fits(other, fits.stream().map(Look::anew).toList())
              : fits(other, pool(other));
      return object -> 1 - fit(object, excluded);
    }

    private static double fit(Sighting object, List<Fit> fits) {
      return fits.stream()
          .filter(fit -> fit.object().id() == object.id())
          .mapToDouble(Fit::probability)
          .max()
          .orElse(0);
    }

    private static Fit anew(Fit fit) {
      return new Fit(fit.object(), CERTAIN, List.of());
    }

    // Orders

    /** "The left mug" is the leftmost one; "mugs on the left" are those in the left part. */
    private static Optional<Measure> order(Relation relation, Quantity quantity) {
      if (quantity.choice() != Quantity.Choice.THE || relation.negated()) {
        return Optional.empty();
      }
      return switch (relation.kind()) {
        case AT_LEFT -> Optional.of(Measure.LEFTMOST);
        case AT_RIGHT -> Optional.of(Measure.RIGHTMOST);
        case AT_FRONT -> Optional.of(Measure.FRONTMOST);
        case AT_BACK -> Optional.of(Measure.REARMOST);
        case AT_TOP -> Optional.of(Measure.TOPMOST);
        case AT_BOTTOM -> Optional.of(Measure.BOTTOMMOST);
        case AT_MIDDLE -> Optional.of(Measure.CENTRAL);
        default -> Optional.empty();
      };
    }

    /** Where several fit, their order counts; one alone must be in that part of what is seen. */
    private List<Fit> placed(Relation relation, Measure measure, List<Fit> fits) {
      double[] each = probabilities(fits);
      double[] ranks =
          first(new Orders(geometry, attributes, view).before(measure, fits), each, 1, 1);
      var all = new ArrayList<Fit>();
      for (int i = 0; i < each.length; i++) {
        double alone = Counts.without(i, each)[0];
        double part = geometry.within(relation.kind(), fits.get(i).object(), view).orElse(NEUTRAL);
        all.add(
            with(fits.get(i), new Part.Stands(relation), alone * part + (1 - alone) * ranks[i]));
      }
      return all;
    }

    private List<Fit> ranked(Ranking ranking, Quantity quantity, List<Fit> all) {
      var orders = new Orders(geometry, attributes, view);
      Optional<ObjectDescription> to = ranking.to().filter(object -> !isPerson(object));
      if (to.isEmpty()) {
        return ranked(ranking, quantity, all, orders.before(ranking.measure(), all));
      }
      List<Fit> from = references(to.get());
      List<Fit> fits = each(all, new Part.IsNot(to.get()), object -> 1 - fit(object, from));
      return ranked(
          ranking,
          quantity,
          fits,
          orders.byDistance(ranking.measure() == Measure.NEAREST, fits, from));
    }

    private static List<Fit> ranked(
        Ranking ranking, Quantity quantity, List<Fit> fits, double[][] before) {
      double[] ranks =
          first(before, probabilities(fits), ranking.rank(), quantity.number().orElse(1));
      var all = new ArrayList<Fit>();
      for (int i = 0; i < ranks.length; i++) {
        all.add(with(fits.get(i), new Part.Ranks(ranking), ranks[i]));
      }
      return all;
    }

    /**
     * The probability that each object has one of some ranks among those that fit.
     *
     * @param before how probably each object (row) comes before each other one (column)
     */
    private static double[] first(double[][] before, double[] fits, int rank, int number) {
      double[] ranks = new double[fits.length];
      for (int i = 0; i < fits.length; i++) {
        double[] ahead = new double[fits.length];
        for (int j = 0; j < fits.length; j++) {
          ahead[j] = i == j ? 0 : fits[j] * before[j][i];
        }
        double[] counts = Counts.distribution(ahead);
        for (int count = rank - 1; count < rank - 1 + number && count < counts.length; count++) {
          ranks[i] += counts[count];
        }
      }
      return ranks;
    }

    private static double[] probabilities(List<Fit> fits) {
      return fits.stream().mapToDouble(Fit::probability).toArray();
    }
  }

  private static boolean isPerson(Reference reference) {
    return switch (reference) {
      case SPEAKER, ROBOT, HERE -> true;
      default -> false;
    };
  }
}
