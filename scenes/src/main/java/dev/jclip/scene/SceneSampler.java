package dev.jclip.scene;

import dev.jclip.data.random.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Draws scenes; each is a function of seed, split and index. Immutable; safe for many threads. */
public final class SceneSampler {
  /** The maximum number of objects of a scene. */
  public static final int MAX_OBJECTS = 6;

  /** How often a scene has one, two, ... objects. */
  private static final double[] COUNTS = {0.35, 0.35, 0.12, 0.08, 0.06, 0.04};

  private static final double STACKED = 0.2;
  private static final double ALIKE = 0.25;
  private static final double FLAT = 0.3;
  private static final int TRIES = 60;

  private final long seed;
  private final Split split;
  private final int fewest;
  private final int most;
  private final List<Split.Pair> pairs;

  /**
   * Chooses what is drawn.
   *
   * @param fewest the minimum number of objects of a scene, 1..6
   * @param most the maximum number of objects of a scene, {@code fewest}..6
   */
  public SceneSampler(long seed, Split split, int fewest, int most) {
    if (fewest < 1 || most < fewest || most > MAX_OBJECTS) {
      throw new IllegalArgumentException(
          "objects: expected 1 <= fewest <= most <= %d, found %d and %d"
              .formatted(MAX_OBJECTS, fewest, most));
    }
    this.seed = seed;
    this.split = split;
    this.fewest = fewest;
    this.most = most;
    pairs = split.pairs();
  }

  /** What the scenes are drawn for. */
  public Split split() {
    return split;
  }

  /** The scene of an index. */
  public Scene sample(long index) {
    var random = SeededRandom.of(seed, SeededRandom.seedOf(split.name()), index);
    int count = count(random);
    Scene.Camera camera = camera(count, random);
    var light =
        new Scene.Light(
            uniform(random, -1.3, 1.3), uniform(random, 0.7, 1.2), uniform(random, -1, 1));
    Backdrop backdrop = one(Backdrop.values(), random);
    while (true) {
      var scene = new Scene(objects(count, camera, random), backdrop, camera, light);
      if (count != 2 || !scene.placements().isEmpty()) {
        return scene;
      }
    }
  }

  private int count(RandomGenerator random) {
    double sum = 0;
    for (int count = fewest; count <= most; count++) {
      sum += COUNTS[count - 1];
    }
    double rest = random.nextDouble() * sum;
    for (int count = fewest; count < most; count++) {
      rest -= COUNTS[count - 1];
      if (rest < 0) {
        return count;
      }
    }
    return most;
  }

  private static Scene.Camera camera(int count, RandomGenerator random) {
    double extent = 0.35 + 0.45 * Math.min(count, 4) + 0.2 * Math.max(0, count - 4);
    return new Scene.Camera(
        uniform(random, 0.45, 0.75),
        extent * uniform(random, 0.95, 1.3),
        uniform(random, -0.12, 0.12));
  }

  private List<SceneObject> objects(int count, Scene.Camera camera, RandomGenerator random) {
    var objects = new ArrayList<SceneObject>();
    while (objects.size() < count) {
      SceneObject object = object(objects, random);
      boolean stacked = objects.size() == 1 && random.nextDouble() < STACKED;
      Optional<SceneObject> placed =
          stacked ? stacked(object, objects.getFirst()) : placed(object, objects, camera, random);
      if (placed.isPresent()) {
        objects.add(placed.get());
      } else {
        objects.clear(); // those before leave no room
      }
    }
    return objects;
  }

  private SceneObject object(List<SceneObject> before, RandomGenerator random) {
    Split.Pair pair = pairs.get(random.nextInt(pairs.size()));
    if (!before.isEmpty() && random.nextDouble() < ALIKE) {
      SceneObject other = before.get(random.nextInt(before.size()));
      pair = new Split.Pair(other.colour(), other.shape());
    }
    double turn = Math.toRadians(pair.shape().turn());
    return new SceneObject(
        pair.shape(),
        pair.colour(),
        one(Material.values(), random),
        one(Size.values(), random),
        0,
        0,
        0,
        uniform(random, -turn, turn)
            + (pair.shape() == Shape.MUG && random.nextBoolean() ? Math.PI : 0),
        Optional.empty());
  }

  /** On another object, of which enough stays to be seen. */
  private static Optional<SceneObject> stacked(SceneObject object, SceneObject support) {
    SceneObject upper = object.on(0, support);
    boolean seen = upper.radius() < 0.8 * support.radius() || support.height() > FLAT;
    return support.shape().carries() && seen ? Optional.of(upper) : Optional.empty();
  }

  private static Optional<SceneObject> placed(
      SceneObject object, List<SceneObject> others, Scene.Camera camera, RandomGenerator random) {
    double reach = Math.max(0.05, 0.88 * camera.extent() - object.radius());
    double side = others.isEmpty() && camera.extent() < 1.3 ? 0.5 * reach : reach;
    for (int i = 0; i < TRIES; i++) {
      SceneObject candidate =
          object.at(uniform(random, -side, side), uniform(random, -side, 0.7 * side));
      if (others.stream().allMatch(other -> candidate.isClearOf(other, camera))) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  private static double uniform(RandomGenerator random, double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  private static <T> T one(T[] values, RandomGenerator random) {
    return values[random.nextInt(values.length)];
  }
}
