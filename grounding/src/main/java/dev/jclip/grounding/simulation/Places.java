package dev.jclip.grounding.simulation;

import dev.jclip.grounding.robot.Side;
import dev.jclip.grounding.simulation.Thing.Rest;
import dev.jclip.scene.Relation;
import dev.jclip.scene.SceneObject;
import dev.jclip.scene.Shape;
import dev.jclip.scene.render.SceneCamera;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Where a thing can be put, in the scene's unit. What is put down on the table touches nothing and
 * is seen as a whole; where there is a choice, it hides nothing either.
 *
 * @param world without the thing
 */
record Places(World world, Thing thing, SceneCamera camera) {
  /** The maximum radius of what stands on another thing, in the other one's radii. */
  private static final double OVERHANG = 1.2;

  private static final double STEP = 0.1;
  private static final int STEPS = 30;

  /** How far a place may be beside the direction that is asked for, as shares of the way. */
  private static final double[] ASIDE = {0, 0.15, -0.15, 0.3, -0.3, 0.45, -0.45, 0.6, -0.6};

  private static final int DIRECTIONS = 16;

  /** Half the inner width of a large box, and the height of its floor. */
  private static final double BOX_INSIDE = 0.34;

  private static final double BOX_FLOOR = 0.04;

  /** Radius and height of the middle of the ball that a large bowl is the lower half of. */
  private static final double BOWL_INSIDE = 0.44;

  private static final double BOWL_MIDDLE = 0.495;

  /** A place, or why there is none. */
  sealed interface Found {
    record Place(Thing thing) implements Found {}

    record None(String reason) implements Found {}
  }

  private record Spot(double x, double z) {}

  Found beside(Side side, Thing reference) {
    return switch (side) {
      case ON -> on(reference);
      case IN -> in(reference);
      case UNDER -> new Found.None("nothing can be put under the " + reference.name());
      case NEXT_TO ->
          onTable(
              around(reference.object()),
              spot -> world.placed(at(spot)).is(thing.id(), Side.NEXT_TO, reference.id()),
              "next to the " + reference.name());
      case LEFT_OF -> towards(Relation.LEFT_OF, -1, 0, reference);
      case RIGHT_OF -> towards(Relation.RIGHT_OF, 1, 0, reference);
      case IN_FRONT_OF -> towards(Relation.IN_FRONT_OF, 0, 1, reference);
      case BEHIND -> towards(Relation.BEHIND, 0, -1, reference);
    };
  }

  private Found on(Thing reference) {
    SceneObject under = reference.object();
    if (!under.shape().carries()) {
      return new Found.None("nothing can stand on a " + under.shape());
    }
    Optional<Thing> there = world.on(reference.id());
    if (there.isPresent()) {
      return new Found.None(
          "the %s is on the %s already".formatted(there.get().name(), reference.name()));
    }
    if (thing.object().radius() > OVERHANG * under.radius()) {
      return new Found.None(
          "the %s is too large to stand on the %s".formatted(thing.name(), reference.name()));
    }
    return resting(Side.ON, reference, under.y() + under.height());
  }

  private Found in(Thing reference) {
    SceneObject around = reference.object();
    double scale = around.size().scale();
    double radius = thing.object().radius();
    if (around.shape() != Shape.BOX && around.shape() != Shape.BOWL) {
      return new Found.None("nothing can be put into a " + around.shape());
    }
    Optional<Thing> there = world.on(reference.id());
    if (there.isPresent()) {
      return new Found.None(
          "the %s is in the %s already".formatted(there.get().name(), reference.name()));
    }
    double inside = scale * (around.shape() == Shape.BOX ? BOX_INSIDE : BOWL_INSIDE);
    if (radius > inside) {
      return new Found.None(
          "the %s is too large for the %s".formatted(thing.name(), reference.name()));
    }
    double floor =
        around.shape() == Shape.BOX
            ? scale * BOX_FLOOR
            : scale * BOWL_MIDDLE - Math.sqrt(inside * inside - radius * radius);
    return resting(Side.IN, reference, around.y() + floor);
  }

  private Found resting(Side side, Thing reference, double y) {
    SceneObject holder = reference.object();
    return new Found.Place(
        new Thing(
            thing.id(),
            World.at(thing.object(), holder.x(), y, holder.z()),
            Optional.of(new Rest(side, reference.id()))));
  }

  private Found towards(Relation relation, int right, int towards, Thing reference) {
    SceneObject from = reference.object();
    Stream<Spot> spots =
        IntStream.rangeClosed(1, STEPS)
            .boxed()
            .flatMap(
                step ->
                    DoubleStream.of(ASIDE)
                        .mapToObj(
                            aside ->
                                new Spot(
                                    from.x() + STEP * step * (right + aside * towards),
                                    from.z() + STEP * step * (towards + aside * right))));
    return onTable(
        spots.toList(),
        spot -> at(spot).object().sideOf(from).equals(Optional.of(relation)),
        relation + " the " + reference.name());
  }

  /** In the middle of the gap. */
  Found between(Thing first, Thing second) {
    SceneObject a = first.object();
    SceneObject b = second.object();
    double distance = Math.hypot(b.x() - a.x(), b.z() - a.z());
    double share = distance == 0 ? 0 : (1 + (a.radius() - b.radius()) / distance) / 2;
    return onTable(
        List.of(new Spot(a.x() + share * (b.x() - a.x()), a.z() + share * (b.z() - a.z()))),
        _ -> true,
        "between the %s and the %s".formatted(first.name(), second.name()));
  }

  Found at(double x, double z) {
    return onTable(List.of(new Spot(x, z)), _ -> true, "there");
  }

  Found anywhere() {
    double extent = world.setting().camera().extent();
    int steps = (int) (extent / STEP);
    List<Spot> spots =
        IntStream.rangeClosed(-steps, steps)
            .boxed()
            .flatMap(
                i ->
                    IntStream.rangeClosed(-steps, steps)
                        .mapToObj(j -> new Spot(STEP * i, STEP * j)))
            .sorted(Comparator.comparingDouble(spot -> Math.hypot(spot.x(), spot.z())))
            .toList();
    return onTable(spots, _ -> true, "on the table");
  }

  private List<Spot> around(SceneObject from) {
    return IntStream.rangeClosed(1, STEPS)
        .boxed()
        .flatMap(
            step ->
                IntStream.range(0, DIRECTIONS)
                    .mapToObj(
                        direction -> {
                          double angle = 2 * Math.PI * direction / DIRECTIONS;
                          return new Spot(
                              from.x() + STEP * step * StrictMath.cos(angle),
                              from.z() + STEP * step * StrictMath.sin(angle));
                        }))
        .toList();
  }

  /** The first place that hides nothing, or else the first that touches nothing. */
  private Found onTable(List<Spot> spots, Predicate<Spot> fits, String where) {
    List<Thing> free =
        spots.stream()
            .filter(fits)
            .map(this::at)
            .filter(placed -> camera.isInView(placed.object()))
            .filter(placed -> world.standing(thing.id()).allMatch(placed.object()::isApartFrom))
            .toList();
    return free.stream()
        .filter(this::hidesNothing)
        .findFirst()
        .or(() -> free.stream().findFirst())
        .<Found>map(Found.Place::new)
        .orElseGet(() -> new Found.None("there is no room " + where));
  }

  private boolean hidesNothing(Thing placed) {
    return world
        .standing(thing.id())
        .allMatch(other -> placed.object().isClearOf(other, world.setting().camera()));
  }

  private Thing at(Spot spot) {
    return new Thing(thing.id(), World.at(thing.object(), spot.x(), 0, spot.z()), Optional.empty());
  }
}
