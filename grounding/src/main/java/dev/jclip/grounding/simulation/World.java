package dev.jclip.grounding.simulation;

import dev.jclip.grounding.robot.Side;
import dev.jclip.grounding.simulation.Thing.Rest;
import dev.jclip.scene.Relation;
import dev.jclip.scene.Scene;
import dev.jclip.scene.SceneObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The truth about a simulated world: what is where, in the gripper, and in a person's hands.
 * Immutable.
 *
 * @param things what can be seen; what holds another comes before it
 * @param held what is in the gripper
 * @param handedOver what a person has
 * @param setting backdrop, camera and light
 */
public record World(
    List<Thing> things, Optional<Thing> held, List<Thing> handedOver, Scene setting) {
  /** The maximum gap between things that are next to each other, in the scene's unit. */
  private static final double NEXT = 0.8;

  /** Copies the lists. */
  public World {
    things = List.copyOf(things);
    handedOver = List.copyOf(handedOver);
  }

  /** A scene as it is. */
  public static World of(Scene scene) {
    List<Thing> things =
        IntStream.range(0, scene.objects().size())
            .mapToObj(
                id -> {
                  SceneObject object = scene.objects().get(id);
                  return new Thing(
                      id, object, object.support().map(support -> new Rest(Side.ON, support)));
                })
            .toList();
    return new World(things, Optional.empty(), List.of(), scene);
  }

  /** What can be seen, as a scene; its objects are in the order of {@link #things}. */
  public Scene scene() {
    return new Scene(
        things.stream().map(this::supported).toList(),
        setting.backdrop(),
        setting.camera(),
        setting.light());
  }

  private SceneObject supported(Thing thing) {
    SceneObject object = thing.object();
    return new SceneObject(
        object.shape(),
        object.colour(),
        object.material(),
        object.size(),
        object.x(),
        object.y(),
        object.z(),
        object.turn(),
        thing.rest().filter(rest -> rest.side() == Side.ON).map(rest -> indexOf(rest.id())));
  }

  private int indexOf(int id) {
    return IntStream.range(0, things.size())
        .filter(i -> things.get(i).id() == id)
        .findFirst()
        .orElseThrow();
  }

  /** A thing that can be seen. */
  public Optional<Thing> thing(int id) {
    return things.stream().filter(thing -> thing.id() == id).findFirst();
  }

  /** Whether a thing stands on the table itself. */
  public boolean isOnTable(int id) {
    return thing(id).filter(thing -> thing.rest().isEmpty()).isPresent();
  }

  /** Whether a person has a thing. */
  public boolean isHandedOver(int id) {
    return handedOver.stream().anyMatch(thing -> thing.id() == id);
  }

  /** Whether a thing is on a side of another one, both being seen. */
  public boolean is(int subject, Side side, int reference) {
    Optional<Thing> first = thing(subject);
    Optional<Thing> second = thing(reference);
    return first.isPresent() && second.isPresent() && is(first.get(), side, second.get());
  }

  private static boolean is(Thing subject, Side side, Thing reference) {
    return switch (side) {
      case ON, IN -> subject.rest().equals(Optional.of(new Rest(side, reference.id())));
      case UNDER -> false;
      case NEXT_TO -> isNext(subject, reference);
      case LEFT_OF -> isBeside(subject, Relation.LEFT_OF, reference);
      case RIGHT_OF -> isBeside(subject, Relation.RIGHT_OF, reference);
      case IN_FRONT_OF -> isBeside(subject, Relation.IN_FRONT_OF, reference);
      case BEHIND -> isBeside(subject, Relation.BEHIND, reference);
    };
  }

  private static boolean isBeside(Thing subject, Relation relation, Thing reference) {
    return !subject.restsOn(reference.id())
        && !reference.restsOn(subject.id())
        && subject.object().sideOf(reference.object()).equals(Optional.of(relation));
  }

  private static boolean isNext(Thing subject, Thing reference) {
    SceneObject a = subject.object();
    SceneObject b = reference.object();
    double gap = Math.hypot(a.x() - b.x(), a.z() - b.z()) - a.radius() - b.radius();
    return !subject.restsOn(reference.id()) && !reference.restsOn(subject.id()) && gap <= NEXT;
  }

  /** What stands on a thing or lies in it. */
  Optional<Thing> on(int id) {
    return things.stream().filter(thing -> thing.restsOn(id)).findFirst();
  }

  /** What stands on the table itself, without one of the things. */
  Stream<SceneObject> standing(int without) {
    return things.stream()
        .filter(thing -> thing.rest().isEmpty() && thing.id() != without)
        .map(Thing::object);
  }

  World picked(Thing thing) {
    List<Thing> left = things.stream().filter(other -> other.id() != thing.id()).toList();
    return new World(left, Optional.of(thing), handedOver, setting);
  }

  World placed(Thing thing) {
    var all = new ArrayList<>(things);
    all.add(thing);
    return new World(all, Optional.empty(), handedOver, setting);
  }

  World handedOver(Thing thing) {
    var all = new ArrayList<>(handedOver);
    all.add(thing);
    return new World(things, Optional.empty(), all, setting);
  }

  /** With a thing, and what it holds, at another place. */
  World moved(Thing thing, double x, double z) {
    double right = x - thing.object().x();
    double towards = z - thing.object().z();
    List<Thing> all =
        things.stream()
            .map(other -> isCarriedBy(other, thing.id()) ? shifted(other, right, towards) : other)
            .toList();
    return new World(all, held, handedOver, setting);
  }

  private boolean isCarriedBy(Thing thing, int id) {
    return thing.id() == id
        || thing.rest().flatMap(rest -> thing(rest.id())).stream()
            .anyMatch(holder -> isCarriedBy(holder, id));
  }

  private static Thing shifted(Thing thing, double right, double towards) {
    SceneObject object = thing.object();
    return new Thing(
        thing.id(), at(object, object.x() + right, object.y(), object.z() + towards), thing.rest());
  }

  /** The same object at another place. */
  static SceneObject at(SceneObject object, double x, double y, double z) {
    return new SceneObject(
        object.shape(),
        object.colour(),
        object.material(),
        object.size(),
        x,
        y,
        z,
        object.turn(),
        Optional.empty());
  }
}
