package dev.jclip.grounding.table;

import dev.jclip.grounding.command.Attribute;
import dev.jclip.grounding.command.Measure;
import dev.jclip.grounding.command.ObjectDescription;
import dev.jclip.grounding.command.Ranking;
import dev.jclip.grounding.command.Relation;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Whether a description fits a thing, by where the things stand on the table: yes, no, or unclear,
 * where people may see it either way.
 */
public final class Truth {
  public enum Fit {
    YES,
    NO,
    UNCLEAR;

    Fit and(Fit other) {
      return this == NO || other == NO ? NO : this == UNCLEAR ? this : other;
    }

    Fit or(Fit other) {
      return this == YES || other == YES ? YES : this == UNCLEAR ? this : other;
    }

    Fit not() {
      return this == YES ? NO : this == NO ? YES : UNCLEAR;
    }
  }

  private Truth() {}

  /** For each of the things, in order, whether a description fits it. */
  public static List<Fit> fits(ObjectDescription description, Table table) {
    return fits(description, table.things(), table);
  }

  public static List<Fit> fits(ObjectDescription description, List<Thing> among, Table table) {
    List<Fit> fits = among.stream().map(thing -> plain(description, thing, table)).toList();
    for (Ranking ranking : description.rankings()) {
      fits = ranked(ranking, fits, among, table);
    }
    for (Relation relation : description.relations()) {
      Optional<Measure> measure = order(relation.kind());
      if (measure.isPresent()) {
        fits = ranked(Ranking.of(measure.get(), 1), fits, among, table);
      }
    }
    return fits;
  }

  private static Optional<Measure> order(Relation.Kind kind) {
    return Optional.ofNullable(
        switch (kind) {
          case AT_LEFT -> Measure.LEFTMOST;
          case AT_RIGHT -> Measure.RIGHTMOST;
          case AT_FRONT -> Measure.FRONTMOST;
          case AT_BACK -> Measure.REARMOST;
          default -> null;
        });
  }

  private static Fit plain(ObjectDescription description, Thing thing, Table table) {
    Fit fit = of(description.category().map(thing.noun()::equals).orElse(true));
    for (Attribute attribute : description.attributes()) {
      Fit has =
          of(
              attribute.values().stream()
                  .anyMatch(
                      value ->
                          value.equals(thing.colour())
                              || value.equals(thing.material())
                              || value.equals(thing.size())));
      fit = fit.and(attribute.negated() ? has.not() : has);
    }
    for (Relation relation : description.relations()) {
      if (!relation.objects().isEmpty()) {
        Fit holds = related(relation, thing, table);
        fit = fit.and(relation.negated() ? holds.not() : holds);
      }
    }
    for (ObjectDescription other : description.except()) {
      fit = fit.and(plain(other, thing, table).not());
    }
    return fit;
  }

  private static Fit related(Relation relation, Thing thing, Table table) {
    List<Fit> first = fits(relation.objects().getFirst(), table);
    List<Fit> last = fits(relation.objects().getLast(), table);
    Fit any = Fit.NO;
    for (Thing reference : table.things()) {
      if (reference.id() == thing.id()) {
        continue;
      }
      if (relation.kind() == Relation.Kind.BETWEEN) {
        for (Thing other : table.things()) {
          if (other.id() != thing.id() && other.id() != reference.id()) {
            any =
                any.or(
                    first
                        .get(reference.id())
                        .and(last.get(other.id()))
                        .and(between(thing, reference, other)));
          }
        }
      } else {
        any = any.or(first.get(reference.id()).and(holds(relation.kind(), thing, reference)));
      }
    }
    return any;
  }

  static Fit holds(Relation.Kind kind, Thing a, Thing b) {
    boolean stacked = a.support() == b.id() || b.support() == a.id();
    return switch (kind) {
      case ON -> of(a.support() == b.id() && !b.noun().equals("box"));
      case IN -> of(a.support() == b.id() && b.noun().equals("box"));
      case UNDER -> of(b.support() == a.id());
      case LEFT_OF -> stacked ? Fit.NO : towards(b.x() - a.x(), a.z() - b.z());
      case RIGHT_OF -> stacked ? Fit.NO : towards(a.x() - b.x(), a.z() - b.z());
      case IN_FRONT_OF -> stacked ? Fit.NO : towards(a.z() - b.z(), a.x() - b.x());
      case BEHIND -> stacked ? Fit.NO : towards(b.z() - a.z(), a.x() - b.x());
      case NEXT_TO -> stacked ? Fit.NO : within(gap(a, b), 0.4, 1.1);
      case NEAR -> stacked ? Fit.NO : within(gap(a, b), 0.8, 2);
      default -> throw new IllegalArgumentException(kind.toString());
    };
  }

  private static Fit between(Thing a, Thing b, Thing c) {
    double x = c.x() - b.x();
    double z = c.z() - b.z();
    double length = x * x + z * z;
    double along = ((a.x() - b.x()) * x + (a.z() - b.z()) * z) / length;
    double aside = Math.abs((a.x() - b.x()) * z - (a.z() - b.z()) * x) / length;
    if (a.support() == b.id() || a.support() == c.id() || length < 0.1) {
      return Fit.NO;
    }
    return within(Math.abs(along - 0.5), 0.25, 0.5).and(within(aside, 0.22, 0.55));
  }

  private static double gap(Thing a, Thing b) {
    double radii = a.radius() + b.radius();
    return (Math.hypot(a.x() - b.x(), a.z() - b.z()) - radii) / radii;
  }

  private static Fit towards(double along, double across) {
    return within(Math.toDegrees(Math.atan2(Math.abs(across), along)), 33, 62);
  }

  private static Fit within(double value, double surely, double hardly) {
    return value <= surely ? Fit.YES : value >= hardly ? Fit.NO : Fit.UNCLEAR;
  }

  private static List<Fit> ranked(Ranking ranking, List<Fit> fits, List<Thing> among, Table table) {
    if (fits.contains(Fit.UNCLEAR)) {
      return fits.stream().map(fit -> fit == Fit.YES ? Fit.UNCLEAR : fit).toList();
    }
    List<Fit> from =
        ranking
            .to()
            .map(to -> fits(to, table))
            .orElse(Collections.nCopies(table.things().size(), Fit.NO));
    List<Thing> row =
        among.stream()
            .filter(
                thing ->
                    fits.get(among.indexOf(thing)) == Fit.YES && from.get(thing.id()) == Fit.NO)
            .sorted(Comparator.comparingDouble(thing -> -value(ranking, thing, table)))
            .toList();
    int at = ranking.rank() - 1;
    if (at >= row.size()) {
      return fits.stream().map(fit -> Fit.NO).toList();
    }
    if (row.size() == 1) {
      return fits.stream()
          .map(fit -> fit == Fit.YES ? alone(ranking, row.getFirst(), table) : fit)
          .toList();
    }
    double value = value(ranking, row.get(at), table);
    boolean clear =
        (at == 0 || value(ranking, row.get(at - 1), table) - value > 0.3)
            && (at + 1 == row.size() || value - value(ranking, row.get(at + 1), table) > 0.3);
    return among.stream()
        .map(
            thing ->
                !row.contains(thing) ? Fit.NO : clear ? of(thing.equals(row.get(at))) : Fit.UNCLEAR)
        .toList();
  }

  /** The only one is the leftmost, but people would say so only of what is on the left. */
  private static Fit alone(Ranking ranking, Thing thing, Table table) {
    double across = table.box(thing).centerX() / Table.SIDE;
    double down = table.box(thing).bottom() / Table.SIDE;
    return switch (ranking.measure()) {
      case LEFTMOST -> within(across, 0.4, 2);
      case RIGHTMOST -> within(-across, -0.6, 2);
      case FRONTMOST -> within(-down, -0.65, 2);
      case REARMOST -> within(down, 0.45, 2);
      default -> Fit.YES;
    };
  }

  private static double value(Ranking ranking, Thing thing, Table table) {
    return switch (ranking.measure()) {
      case LEFTMOST -> -thing.x();
      case RIGHTMOST -> thing.x();
      case FRONTMOST -> thing.z();
      case REARMOST -> -thing.z();
      case LARGEST -> thing.large() ? 1 : 0;
      case SMALLEST -> thing.large() ? 0 : 1;
      case NEAREST -> -distance(ranking, thing, table);
      case FARTHEST -> distance(ranking, thing, table);
      default -> throw new IllegalArgumentException(ranking.measure().toString());
    };
  }

  /** From the only thing that fits the ranking's object; 0 if there is no such one. */
  private static double distance(Ranking ranking, Thing thing, Table table) {
    List<Fit> fits = fits(ranking.to().orElseThrow(), table);
    OptionalDouble distance =
        table.things().stream()
            .filter(to -> fits.get(to.id()) == Fit.YES)
            .mapToDouble(to -> Math.hypot(to.x() - thing.x(), to.z() - thing.z()))
            .reduce((a, b) -> Double.NaN);
    return distance.orElse(Double.NaN);
  }

  private static Fit of(boolean yes) {
    return yes ? Fit.YES : Fit.NO;
  }
}
