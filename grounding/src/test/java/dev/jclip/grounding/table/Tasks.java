package dev.jclip.grounding.table;

import dev.jclip.grounding.command.Attribute;
import dev.jclip.grounding.command.Measure;
import dev.jclip.grounding.command.ObjectDescription;
import dev.jclip.grounding.command.Ranking;
import dev.jclip.grounding.command.Reference;
import dev.jclip.grounding.command.Relation;
import dev.jclip.grounding.table.Truth.Fit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** Random descriptions of what is on random tables, with the right answers. */
public final class Tasks {
  /** How many things a description fits. */
  public enum Kind {
    ONE,
    SEVERAL,
    ABSENT
  }

  /**
   * A description.
   *
   * @param fitting the things that it fits; it surely does not fit any other one
   */
  public record Task(Table table, ObjectDescription description, List<Thing> fitting) {}

  private static final List<Relation.Kind> KINDS =
      List.of(
          Relation.Kind.LEFT_OF,
          Relation.Kind.RIGHT_OF,
          Relation.Kind.IN_FRONT_OF,
          Relation.Kind.BEHIND,
          Relation.Kind.ON,
          Relation.Kind.UNDER,
          Relation.Kind.IN,
          Relation.Kind.NEXT_TO,
          Relation.Kind.NEAR);

  private Tasks() {}

  /** So many tasks of a kind, a function of the seed. */
  public static List<Task> of(Kind kind, int count, long seed) {
    return Stream.iterate(seed * 7919, next -> next + 1)
        .map(Random::new)
        .peek(Random::nextInt)
        .flatMap(random -> task(kind, random).stream())
        .limit(count)
        .toList();
  }

  private static Optional<Task> task(Kind kind, Random random) {
    Table table = Table.random(random, kind == Kind.ABSENT ? 1 : 2, 6);
    for (int tries = 0; tries < 30; tries++) {
      ObjectDescription description = description(kind, table, random);
      List<Fit> fits = Truth.fits(description, table);
      if (!fits.contains(Fit.UNCLEAR)) {
        List<Thing> fitting =
            table.things().stream().filter(thing -> fits.get(thing.id()) == Fit.YES).toList();
        boolean isOfKind =
            switch (kind) {
              case ONE -> fitting.size() == 1;
              case SEVERAL -> fitting.size() > 1;
              case ABSENT -> fitting.isEmpty();
            };
        if (isOfKind) {
          return Optional.of(new Task(table, description, fitting));
        }
      }
    }
    return Optional.empty();
  }

  private static ObjectDescription description(Kind kind, Table table, Random random) {
    Thing thing = one(table.things(), random);
    Thing other = kind == Kind.ABSENT && random.nextBoolean() ? imagined(random) : thing;
    ObjectDescription.Builder builder = looks(other, random, kind == Kind.SEVERAL ? 0.25 : 0.45);
    boolean related = random.nextDouble() < (kind == Kind.SEVERAL ? 0.2 : 0.55);
    if (related) {
      relation(thing, table, kind, random).ifPresent(builder::relation);
    }
    if (kind == Kind.ONE && random.nextDouble() < (related ? 0.1 : 0.4)) {
      ranking(builder, table, random);
    }
    return builder.build();
  }

  private static ObjectDescription.Builder looks(Thing thing, Random random, double much) {
    ObjectDescription.Builder builder = ObjectDescription.builder().category(thing.noun());
    if (random.nextDouble() < much) {
      boolean negated = random.nextDouble() < 0.1;
      String colour =
          negated
              ? one(Table.COLOURS.stream().filter(c -> !c.equals(thing.colour())).toList(), random)
              : thing.colour();
      builder.attribute(new Attribute(Attribute.Kind.COLOUR, List.of(colour), negated));
    }
    if (random.nextDouble() < much / 2) {
      builder.attribute(Attribute.of(Attribute.Kind.SIZE, thing.size()));
    }
    if (random.nextDouble() < much / 3) {
      builder.attribute(Attribute.of(Attribute.Kind.MATERIAL, thing.material()));
    }
    if (random.nextDouble() < 0.05) {
      String colour =
          one(Table.COLOURS.stream().filter(c -> !c.equals(thing.colour())).toList(), random);
      builder.except(
          ObjectDescription.builder()
              .reference(Reference.ONE)
              .attribute(Attribute.of(Attribute.Kind.COLOUR, colour))
              .build());
    }
    return builder;
  }

  private static Thing imagined(Random random) {
    return new Thing(
        -1,
        one(Table.NOUNS, random),
        one(Table.COLOURS, random),
        one(Table.MATERIALS, random),
        random.nextBoolean(),
        0,
        0,
        0,
        -1);
  }

  /** A relation that the thing has, or may not have where the description is to fit nothing. */
  private static Optional<Relation> relation(Thing thing, Table table, Kind kind, Random random) {
    List<Thing> others =
        new ArrayList<>(table.things().stream().filter(o -> o.id() != thing.id()).toList());
    Collections.shuffle(others, random);
    if (others.size() > 1 && random.nextDouble() < 0.1) {
      return Optional.of(
          Relation.of(
              Relation.Kind.BETWEEN,
              looks(others.get(0), random, 0.5).build(),
              looks(others.get(1), random, 0.5).build()));
    }
    for (Thing other : others) {
      List<Relation.Kind> kinds = new ArrayList<>(KINDS);
      Collections.shuffle(kinds, random);
      for (Relation.Kind relation : kinds) {
        if (kind == Kind.ABSENT || Truth.holds(relation, thing, other) == Fit.YES) {
          ObjectDescription.Builder reference = looks(other, random, 0.5);
          if (random.nextDouble() < 0.2) {
            relation(other, table, kind, random).ifPresent(reference::relation);
          }
          return Optional.of(new Relation(relation, List.of(reference.build()), false));
        }
      }
    }
    return Optional.empty();
  }

  private static void ranking(ObjectDescription.Builder builder, Table table, Random random) {
    switch (random.nextInt(4)) {
      case 0 ->
          builder.relation(
              Relation.of(
                  one(
                      List.of(
                          Relation.Kind.AT_LEFT,
                          Relation.Kind.AT_RIGHT,
                          Relation.Kind.AT_FRONT,
                          Relation.Kind.AT_BACK),
                      random)));
      case 1 ->
          builder.ranking(Ranking.of(one(List.of(Measure.LARGEST, Measure.SMALLEST), random), 1));
      case 2 ->
          builder.ranking(
              new Ranking(
                  one(List.of(Measure.NEAREST, Measure.FARTHEST), random),
                  1,
                  Optional.of(looks(one(table.things(), random), random, 0.7).build())));
      default ->
          builder.ranking(
              Ranking.of(
                  one(
                      List.of(
                          Measure.LEFTMOST, Measure.RIGHTMOST, Measure.FRONTMOST, Measure.REARMOST),
                      random),
                  1 + random.nextInt(2)));
    }
  }

  private static <T> T one(List<T> all, Random random) {
    return all.get(random.nextInt(all.size()));
  }
}
