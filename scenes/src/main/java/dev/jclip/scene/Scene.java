package dev.jclip.scene;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Objects on a table, and how they are seen.
 *
 * @param objects what carries another comes before it; captions need one or more
 */
public record Scene(List<SceneObject> objects, Backdrop backdrop, Camera camera, Light light) {
  public Scene {
    objects = List.copyOf(objects);
  }

  /**
   * Where the scene is seen from.
   *
   * @param elevation above the ground, in radians
   * @param extent half the width of what is seen around the middle of the scene
   * @param shift of the middle to the right, as a share of the extent
   */
  public record Camera(double elevation, double extent, double shift) {}

  /**
   * The lamp.
   *
   * @param azimuth around the upright axis, in radians, 0 towards the viewer
   * @param elevation above the ground, in radians
   * @param warmth -1 for bluish to 1 for reddish
   */
  public record Light(double azimuth, double elevation, double warmth) {}

  /**
   * One object's place seen from another's.
   *
   * @param subject index of the object whose place is said
   * @param object index of the one it is compared with
   */
  public record Placement(int subject, Relation relation, int object) {}

  /** All clear relations; of each pair of objects both directions. */
  public List<Placement> placements() {
    var placements = new ArrayList<Placement>();
    for (int i = 0; i < objects.size(); i++) {
      for (int j = 0; j < objects.size(); j++) {
        if (i != j) {
          Relation relation = relation(i, j);
          if (relation != null) {
            placements.add(new Placement(i, relation, j));
          }
        }
      }
    }
    return placements;
  }

  /** The relation that an object has to every other one, if it is the same to all. */
  Optional<Relation> relationToAll(int subject) {
    Set<Optional<Relation>> relations =
        IntStream.range(0, objects.size())
            .filter(other -> other != subject)
            .mapToObj(other -> Optional.ofNullable(relation(subject, other)))
            .collect(Collectors.toSet());
    return relations.size() == 1 ? relations.iterator().next() : Optional.empty();
  }

  /** All objects, each with the relation to all behind it; none, if they stand in no such row. */
  List<SceneObject> row(Relation relation) {
    List<Integer> row =
        IntStream.range(0, objects.size())
            .boxed()
            .sorted(Comparator.comparingLong(subject -> -related(subject, relation)))
            .toList();
    for (int place = 0; place < row.size(); place++) {
      for (int behind : row.subList(place + 1, row.size())) {
        if (relation(row.get(place), behind) != relation) {
          return List.of();
        }
      }
    }
    return row.stream().map(objects::get).toList();
  }

  private long related(int subject, Relation relation) {
    return IntStream.range(0, objects.size())
        .filter(other -> relation(subject, other) == relation)
        .count();
  }

  private @Nullable Relation relation(int i, int j) {
    SceneObject subject = objects.get(i);
    SceneObject object = objects.get(j);
    if (subject.support().equals(Optional.of(j))) {
      return Relation.ON;
    }
    if (subject.support().isPresent() || object.support().isPresent()) {
      return null;
    }
    return subject.sideOf(object).orElse(null);
  }
}
