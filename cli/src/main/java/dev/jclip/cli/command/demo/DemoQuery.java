package dev.jclip.cli.command.demo;

import dev.jclip.scene.Backdrop;
import dev.jclip.scene.Colour;
import dev.jclip.scene.Material;
import dev.jclip.scene.Relation;
import dev.jclip.scene.Shape;
import java.util.List;
import java.util.function.Predicate;

/**
 * A query of the demonstration.
 *
 * @param isRight whether a scene is what the text describes
 */
record DemoQuery(String text, Predicate<SceneFacts> isRight) {
  /** One of each kind: what an object is, how many there are, and what lies where. */
  static final List<DemoQuery> ALL =
      List.of(
          new DemoQuery("a blue mug", scene -> scene.has(it -> it.is(Colour.BLUE, Shape.MUG))),
          new DemoQuery(
              "two pink objects", scene -> scene.count(it -> it.colour() == Colour.PINK) == 2),
          new DemoQuery(
              "a yellow metal cone",
              scene ->
                  scene.has(
                      it -> it.is(Colour.YELLOW, Shape.CONE) && it.material() == Material.METAL)),
          new DemoQuery(
              "a bottle to the left of a book",
              scene -> scene.hasPlaced(Shape.BOTTLE, Relation.LEFT_OF, Shape.BOOK)),
          new DemoQuery(
              "three objects on a dark table",
              scene -> scene.objects().size() == 3 && scene.backdrop() == Backdrop.DARK_TABLE),
          new DemoQuery(
              "a yellow ring on a white table",
              scene ->
                  scene.has(it -> it.is(Colour.YELLOW, Shape.RING))
                      && scene.backdrop() == Backdrop.WHITE_TABLE));
}
