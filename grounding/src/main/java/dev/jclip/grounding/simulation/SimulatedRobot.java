package dev.jclip.grounding.simulation;

import dev.jclip.detect.Box;
import dev.jclip.grounding.robot.Answer;
import dev.jclip.grounding.robot.Camera;
import dev.jclip.grounding.robot.Depth;
import dev.jclip.grounding.robot.Destination;
import dev.jclip.grounding.robot.Direction;
import dev.jclip.grounding.robot.Outcome;
import dev.jclip.grounding.robot.Robot;
import dev.jclip.grounding.robot.Side;
import dev.jclip.grounding.robot.Target;
import dev.jclip.grounding.robot.View;
import dev.jclip.grounding.simulation.Places.Found;
import dev.jclip.scene.Scene;
import dev.jclip.scene.SceneObject;
import dev.jclip.scene.render.Rendering;
import dev.jclip.scene.render.SceneCamera;
import dev.jclip.scene.render.SceneRenderer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A robot in front of a rendered scene. It knows the truth, and acts on what a target's box hits;
 * each change is seen in the next view, which is rendered anew. It drops nothing and never misses;
 * what cannot be done fails with a reason. {@link #world} is for who judges what was done.
 *
 * <p>A unit of the scene is taken for 10 cm; the camera's frame is {@code camera}. Times count the
 * views, one second each.
 *
 * <p>Safe for use by many threads.
 */
public final class SimulatedRobot implements Robot {
  /** What a unit of a scene's lengths is taken for. */
  public static final double METRES_PER_UNIT = 0.1;

  /** The frame of its camera. */
  public static final String FRAME = "camera";

  /** The minimum overlap (intersection over union) of a target's box with what it means. */
  private static final double HIT = 0.3;

  /** How far things are pushed, and how finely the way is looked at, in the scene's unit. */
  private static final double PUSH = 0.4;

  private static final int PUSH_STEPS = 8;

  private final int size;
  private final Person person;
  private final SceneRenderer renderer;
  private final SceneCamera camera;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<String> said = new ArrayList<>();
  private World world;
  private @Nullable Rendering rendering;
  private OptionalInt pointedAt = OptionalInt.empty();
  private int views;

  /**
   * Before a scene.
   *
   * @param size side of its images in pixels, 8 to 4096
   * @param person who answers its questions
   */
  public SimulatedRobot(Scene scene, int size, Person person) {
    this.size = size;
    this.person = person;
    world = World.of(scene);
    renderer = new SceneRenderer(size);
    camera = new SceneCamera(scene.camera(), size);
  }

  /** The truth. */
  public World world() {
    return locked(() -> world);
  }

  /** All that it has said. */
  public List<String> said() {
    return locked(() -> List.copyOf(said));
  }

  /** The thing that it last pointed at, by its id. */
  public OptionalInt pointedAt() {
    return locked(() -> pointedAt);
  }

  /** The box of a thing that can be seen in the present view. */
  public Optional<Box> box(int id) {
    return locked(() -> boxOf(id));
  }

  @Override
  public View look() {
    return locked(
        () -> {
          views++;
          return new View(
              rendering().image(),
              Instant.ofEpochSecond(views),
              FRAME,
              Optional.of(depth()),
              Optional.of(lens()));
        });
  }

  private Camera lens() {
    return new Camera(
        size, size, camera.focalLength(), camera.focalLength(), size / 2.0, size / 2.0);
  }

  private Depth depth() {
    float[] metres = renderer.depth(world.scene()).depths();
    for (int i = 0; i < metres.length; i++) {
      metres[i] = metres[i] == 0 ? Float.NaN : (float) (METRES_PER_UNIT * metres[i]);
    }
    return new Depth(size, size, metres);
  }

  @Override
  public Outcome pick(Target target) {
    return locked(() -> onHit(target, this::pick));
  }

  private Outcome pick(Thing thing) {
    if (world.held().isPresent()) {
      return new Outcome.Failed(
          "the gripper holds the %s already".formatted(world.held().get().name()));
    }
    Optional<Thing> above = world.on(thing.id());
    if (above.isPresent()) {
      return new Outcome.Failed(
          "the %s rests on the %s".formatted(above.get().name(), thing.name()));
    }
    return change(world.picked(thing));
  }

  @Override
  public Outcome place(Destination destination) {
    return locked(
        () ->
            world
                .held()
                .map(held -> place(held, destination))
                .orElseGet(() -> new Outcome.Failed("the gripper is empty")));
  }

  private Outcome place(Thing held, Destination destination) {
    var places = new Places(world, held, camera);
    return switch (destination) {
      case Destination.Beside(Side side, Target reference) ->
          onHit(reference, thing -> put(places.beside(side, thing)));
      case Destination.Between(Target first, Target second) ->
          onHit(first, a -> onHit(second, b -> put(places.between(a, b))));
      case Destination.Point point ->
          camera
              .ground(point.x(), point.y())
              .map(ground -> put(places.at(ground.x(), ground.z())))
              .orElseGet(() -> new Outcome.Failed("there is no table at that point"));
      case Destination.FreePlace() -> put(places.anywhere());
      case Destination.Person() -> change(world.handedOver(held));
    };
  }

  private Outcome put(Found found) {
    return switch (found) {
      case Found.Place(Thing thing) -> change(world.placed(thing));
      case Found.None(String reason) -> new Outcome.Failed(reason);
    };
  }

  @Override
  public Outcome point(Target target) {
    return locked(
        () ->
            onHit(
                target,
                thing -> {
                  pointedAt = OptionalInt.of(thing.id());
                  return new Outcome.Done();
                }));
  }

  @Override
  public Outcome push(Target target, Direction direction) {
    return locked(() -> onHit(target, thing -> push(thing, direction)));
  }

  private Outcome push(Thing thing, Direction direction) {
    if (thing.rest().isPresent()) {
      return new Outcome.Failed("the %s does not stand on the table".formatted(thing.name()));
    }
    double right = direction == Direction.LEFT ? -PUSH : direction == Direction.RIGHT ? PUSH : 0;
    double towards =
        direction == Direction.AWAY ? -PUSH : direction == Direction.TOWARDS ? PUSH : 0;
    SceneObject end = thing.object();
    for (int step = 1; step <= PUSH_STEPS; step++) {
      double share = step / (double) PUSH_STEPS;
      end =
          World.at(
              thing.object(),
              thing.object().x() + share * right,
              0,
              thing.object().z() + share * towards);
      if (!camera.isInView(end) || !world.standing(thing.id()).allMatch(end::isApartFrom)) {
        return new Outcome.Failed(
            "the %s has no room to move %s".formatted(thing.name(), direction));
      }
    }
    return change(world.moved(thing, end.x(), end.z()));
  }

  @Override
  public Outcome open(Target target) {
    return locked(
        () ->
            onHit(
                target,
                thing -> new Outcome.Failed("the %s cannot be opened".formatted(thing.name()))));
  }

  @Override
  public Outcome say(String text) {
    return locked(
        () -> {
          said.add(text);
          return new Outcome.Done();
        });
  }

  @Override
  public Answer ask(String question) {
    return locked(
        () ->
            person
                .answer(question)
                .<Answer>map(Answer.Given::new)
                .orElseGet(() -> new Answer.Missing(new Outcome.Failed("nobody answered"))));
  }

  /** Does nothing: there is nothing to end. */
  @Override
  public void close() {}

  private Outcome change(World next) {
    world = next;
    rendering = null;
    return new Outcome.Done();
  }

  private Rendering rendering() {
    Rendering present = rendering;
    if (present == null) {
      present = renderer.render(world.scene());
      rendering = present;
    }
    return present;
  }

  /** What most of a target's box is around. */
  private Outcome onHit(Target target, Function<Thing, Outcome> action) {
    double most = 0;
    Optional<Thing> hit = Optional.empty();
    for (Thing thing : world.things()) {
      double overlap = boxOf(thing.id()).map(target.box()::intersectionOverUnion).orElse(0.0);
      if (overlap > most) {
        most = overlap;
        hit = Optional.of(thing);
      }
    }
    return most >= HIT && hit.isPresent()
        ? action.apply(hit.get())
        : new Outcome.Failed("there is no object at the place of \"%s\"".formatted(target.words()));
  }

  private Optional<Box> boxOf(int id) {
    List<Thing> things = world.things();
    for (int i = 0; i < things.size(); i++) {
      if (things.get(i).id() == id) {
        return rendering()
            .box(i)
            .map(box -> new Box(box.x(), box.y(), box.x() + box.width(), box.y() + box.height()));
      }
    }
    return Optional.empty();
  }

  private <T> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }
}
