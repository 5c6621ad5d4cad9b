package dev.jclip.scene;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SceneCaptionsTest {
  private static final Scene BESIDE =
      scene(
          object(Shape.BALL, Colour.RED, Size.LARGE, -1, 0),
          object(Shape.BALL, Colour.BLUE, Size.LARGE, 1, 0));
  private static final Scene TRIANGLE =
      scene(
          object(Shape.BALL, Colour.RED, Size.LARGE, 0, -3),
          object(Shape.CONE, Colour.BLUE, Size.LARGE, -1, 0),
          object(Shape.CUBE, Colour.BLUE, Size.LARGE, 1, 0));

  private static SceneObject object(Shape shape, Colour colour, Size size, double x, double z) {
    return new SceneObject(shape, colour, Material.METAL, size, x, 0, z, 0, Optional.empty());
  }

  private static Scene scene(SceneObject... objects) {
    return new Scene(
        List.of(objects),
        Backdrop.WOODEN_TABLE,
        new Scene.Camera(0.6, 2, 0),
        new Scene.Light(0, 1, 0));
  }

  @Test
  void oneObjectIsNamedWithAndWithoutWhatElseIsSeen() {
    SceneCaptions captions =
        SceneCaptions.of(scene(object(Shape.MUG, Colour.ORANGE, Size.SMALL, 0, 0)));
    assertThat(captions.object())
        .contains(
            "an orange mug",
            "a small orange metal mug",
            "an orange metal mug",
            "a photo of an orange mug",
            "an orange mug on a wooden table",
            "a mug");
    assertThat(captions.count())
        .containsExactly("one object", "one object on a wooden table", "one mug", "one orange mug");
    assertThat(captions.colour()).containsExactly("an orange object", "something orange");
    assertThat(captions.relation()).isEmpty();
    assertThat(captions.scene().getFirst()).isEqualTo("an orange mug on a wooden table");
  }

  @Test
  void severalObjectsAreCountedTogether() {
    SceneCaptions captions =
        SceneCaptions.of(
            scene(
                object(Shape.BOX, Colour.RED, Size.LARGE, -1, 0),
                object(Shape.BOX, Colour.RED, Size.SMALL, 1, 0),
                object(Shape.BOX, Colour.BLUE, Size.LARGE, 0, -1.5)));
    assertThat(captions.count())
        .containsExactly(
            "three objects",
            "three objects on a wooden table",
            "three boxes",
            "two red boxes",
            "one blue box");
    assertThat(captions.colour()).contains("red and blue objects");
    assertThat(captions.scene().getFirst())
        .isEqualTo("two red boxes and a blue box on a wooden table");
  }

  @Test
  void relationsAreSaidOfWhatTheirNamesTellApart() {
    assertThat(SceneCaptions.of(BESIDE).relation())
        .containsExactly(
            "a red ball left of a blue ball",
            "a red ball to the left of a blue ball",
            "a red object left of a blue object",
            "a red object to the left of a blue object",
            "a blue ball right of a red ball",
            "a blue ball to the right of a red ball",
            "a blue object right of a red object",
            "a blue object to the right of a red object");
    assertThat(SceneCaptions.choices(BESIDE))
        .contains(
            new SceneCaptions.Choice(
                "a red ball left of a blue ball", "a blue ball left of a red ball"));
  }

  @Test
  void positionsAreSaidOfWhatIsBesideAllOthers() {
    assertThat(SceneCaptions.of(BESIDE).position())
        .containsExactly(
            "a red ball on the left",
            "a red object on the left",
            "a blue ball on the right",
            "a blue object on the right");
    assertThat(SceneCaptions.of(TRIANGLE).position())
        .containsExactly(
            "a red ball at the back", "a ball at the back", "a red object at the back");
    assertThat(
            SceneCaptions.of(scene(object(Shape.BALL, Colour.RED, Size.LARGE, -1, 0))).position())
        .isEmpty();
  }

  @Test
  void rowsAreNamedInOrder() {
    assertThat(
            SceneCaptions.of(
                    scene(
                        object(Shape.BALL, Colour.BLUE, Size.LARGE, 2, 0),
                        object(Shape.CONE, Colour.RED, Size.LARGE, -2, 0),
                        object(Shape.BALL, Colour.RED, Size.LARGE, 0, 0)))
                .order())
        .containsExactly("a red cone, a red ball and a blue ball from left to right");
    assertThat(
            SceneCaptions.of(
                    scene(
                        object(Shape.BALL, Colour.BLUE, Size.LARGE, 0, -1),
                        object(Shape.CONE, Colour.RED, Size.LARGE, 0, 1)))
                .order())
        .containsExactly(
            "a red cone and a blue ball from front to back",
            "a cone and a ball from front to back",
            "a red object and a blue object from front to back");
    assertThat(SceneCaptions.of(TRIANGLE).order()).isEmpty();
    assertThat(SceneCaptions.of(scene(object(Shape.BALL, Colour.RED, Size.LARGE, -1, 0))).order())
        .isEmpty();
  }

  @Test
  void whatIsNeitherBesideNorBehindHasNoRelation() {
    Scene scene =
        scene(
            object(Shape.BALL, Colour.RED, Size.LARGE, -1, -1),
            object(Shape.CONE, Colour.BLUE, Size.LARGE, 1, 1));
    assertThat(scene.placements()).isEmpty();
    assertThat(SceneCaptions.choices(scene)).isEmpty();
  }

  @Test
  void equalObjectsHaveNoChoice() {
    Scene scene =
        scene(
            object(Shape.BALL, Colour.RED, Size.LARGE, -1, 0),
            object(Shape.BALL, Colour.RED, Size.LARGE, 1, 0));
    assertThat(scene.placements()).hasSize(2);
    assertThat(SceneCaptions.choices(scene)).isEmpty();
    assertThat(SceneCaptions.of(scene).relation()).isEmpty();
  }

  private static String sentence(SceneObject... objects) {
    return SceneCaptions.of(scene(objects)).description().getFirst();
  }

  @Test
  void aDescriptionSaysOneRelationAndNamesTheRestFromLeftToRight() {
    SceneObject red = object(Shape.BALL, Colour.RED, Size.LARGE, -1, 0);
    SceneObject blue = object(Shape.BALL, Colour.BLUE, Size.LARGE, 1, 0);
    assertThat(sentence(blue, red)).isEqualTo("a red ball left of a blue ball on a wooden table");
    assertThat(sentence(object(Shape.CUBE, Colour.GREEN, Size.LARGE, 3, 0), blue, red))
        .isEqualTo("a red ball left of a blue ball, and a green cube, on a wooden table");
    var onRed =
        new SceneObject(
            Shape.CUBE, Colour.GREEN, Material.METAL, Size.SMALL, -1, 0.9, 0, 0, Optional.of(0));
    assertThat(sentence(red, blue, onRed))
        .isEqualTo("a green cube on a red ball, and a blue ball, on a wooden table");
  }

  @Test
  void aDescriptionSaysNoRelationThatCouldBeOfAnother() {
    SceneObject left = object(Shape.BOX, Colour.RED, Size.LARGE, -1, 0);
    SceneObject right = object(Shape.BOX, Colour.RED, Size.SMALL, 1, 0);
    assertThat(sentence(left, right)).isEqualTo("two red boxes on a wooden table");
    assertThat(sentence(left, right, object(Shape.CONE, Colour.ORANGE, Size.LARGE, -3, 0)))
        .isEqualTo("an orange cone and two red boxes on a wooden table");
  }
}
