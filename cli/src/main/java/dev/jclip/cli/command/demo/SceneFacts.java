package dev.jclip.cli.command.demo;

import dev.jclip.scene.Backdrop;
import dev.jclip.scene.Colour;
import dev.jclip.scene.Material;
import dev.jclip.scene.Relation;
import dev.jclip.scene.Scene.Placement;
import dev.jclip.scene.Shape;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What is in a scene, as its record in {@code metadata.jsonl} says.
 *
 * @param placements where objects stand, seen from each other
 */
record SceneFacts(Backdrop backdrop, List<Thing> objects, List<Placement> placements) {
  SceneFacts {
    objects = List.copyOf(objects);
    placements = List.copyOf(placements);
  }

  /** An object. */
  record Thing(Shape shape, Colour colour, Material material) {
    boolean is(Colour wanted, Shape kind) {
      return colour == wanted && shape == kind;
    }
  }

  /** Reads a scene's record. */
  static SceneFacts of(JsonNode record) {
    return new SceneFacts(
        named(Backdrop.values(), record.path("backdrop")),
        record.path("objects").valueStream().map(SceneFacts::thing).toList(),
        record.path("relations").valueStream().map(SceneFacts::placement).toList());
  }

  private static Thing thing(JsonNode object) {
    return new Thing(
        named(Shape.values(), object.path("shape")),
        named(Colour.values(), object.path("colour")),
        named(Material.values(), object.path("material")));
  }

  private static Placement placement(JsonNode relation) {
    return new Placement(
        relation.path("subject").asInt(),
        named(Relation.values(), relation.path("relation")),
        relation.path("object").asInt());
  }

  /** The constant that records call by this name. */
  private static <E extends Enum<E>> E named(E[] constants, JsonNode name) {
    return Stream.of(constants)
        .filter(constant -> constant.toString().equals(name.asString()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "expected one of %s, found %s".formatted(List.of(constants), name)));
  }

  boolean has(Predicate<Thing> kind) {
    return count(kind) > 0;
  }

  long count(Predicate<Thing> kind) {
    return objects.stream().filter(kind).count();
  }

  boolean hasPlaced(Shape subject, Relation relation, Shape object) {
    return placements.stream()
        .anyMatch(
            placement ->
                placement.relation() == relation
                    && objects.get(placement.subject()).shape() == subject
                    && objects.get(placement.object()).shape() == object);
  }
}
