package dev.jclip.grounding.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.detect.Box;
import dev.jclip.grounding.robot.Answer;
import dev.jclip.grounding.robot.Camera;
import dev.jclip.grounding.robot.Destination;
import dev.jclip.grounding.robot.Direction;
import dev.jclip.grounding.robot.Outcome;
import dev.jclip.grounding.robot.Side;
import dev.jclip.grounding.robot.Target;
import dev.jclip.grounding.robot.View;
import dev.jclip.image.RgbImage;
import dev.jclip.scene.Backdrop;
import dev.jclip.scene.Colour;
import dev.jclip.scene.Material;
import dev.jclip.scene.Scene;
import dev.jclip.scene.SceneObject;
import dev.jclip.scene.SceneSampler;
import dev.jclip.scene.Shape;
import dev.jclip.scene.Size;
import dev.jclip.scene.Split;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SimulatedRobotTest {
  private static final int SIZE = 96;
  private static final int MUG = 0;
  private static final int BOOK = 1;
  private static final int BALL = 2;
  private static final int BOX = 3;

  /** A red mug on the left, a blue book in the middle, a small green ball, a white box behind. */
  private final SimulatedRobot robot =
      robot(
          object(Shape.MUG, Colour.RED, Size.SMALL, -1.2, 0.3),
          object(Shape.BOOK, Colour.BLUE, Size.LARGE, 0.1, 0.4),
          object(Shape.BALL, Colour.GREEN, Size.SMALL, 1.2, 0.2),
          object(Shape.BOX, Colour.WHITE, Size.LARGE, 0.2, -1.4));

  private static SimulatedRobot robot(SceneObject... objects) {
    var scene =
        new Scene(
            List.of(objects),
            Backdrop.WOODEN_TABLE,
            new Scene.Camera(0.7, 2.4, 0),
            new Scene.Light(-0.8, 0.9, 0));
    return new SimulatedRobot(
        scene,
        SIZE,
        question -> question.isEmpty() ? Optional.empty() : Optional.of("the left one"));
  }

  private static SceneObject object(Shape shape, Colour colour, Size size, double x, double z) {
    return new SceneObject(shape, colour, Material.MATTE, size, x, 0, z, 0.3, Optional.empty());
  }

  private Target target(int id) {
    return Target.inImage("thing " + id, robot.box(id).orElseThrow());
  }

  private static String reason(Outcome outcome) {
    return outcome instanceof Outcome.Failed(String reason) ? reason : outcome.toString();
  }

  private void put(int id, Destination destination) {
    assertThat(robot.pick(target(id))).isEqualTo(new Outcome.Done());
    assertThat(robot.place(destination)).isEqualTo(new Outcome.Done());
  }

  private Destination beside(Side side, int id) {
    return new Destination.Beside(side, target(id));
  }

  @Test
  void whatIsPickedIsSeenNoMore() {
    RgbImage before = robot.look().image();
    assertThat(robot.look().image()).isEqualTo(before);
    assertThat(robot.pick(target(MUG)).isDone()).isTrue();
    assertThat(robot.box(MUG)).isEmpty();
    assertThat(robot.world().held()).map(Thing::name).contains("red mug");
    RgbImage after = robot.look().image();
    assertThat(after).isNotEqualTo(before);
    assertThat(robot.place(new Destination.Point(24, 66, Optional.empty())).isDone()).isTrue();
    assertThat(robot.look().image()).isNotEqualTo(after).isNotEqualTo(before);
    Box box = robot.box(MUG).orElseThrow();
    assertThat(box.left()).isLessThan(24);
    assertThat(box.right()).isGreaterThan(24);
  }

  @Test
  void viewsHaveDepthInMetresAndTheCamerasNumbers() {
    View view = robot.look();
    Camera camera = view.camera().orElseThrow();
    Box box = robot.box(BALL).orElseThrow();
    float metres = view.depth().orElseThrow().at((int) box.centerX(), (int) box.centerY());
    SceneObject ball = robot.world().thing(BALL).orElseThrow().object();
    // The camera looks at x = 0, so x is the same in both frames; the ball's front is half its way.
    double x = (box.centerX() - camera.cx()) / camera.fx() * metres;
    assertThat(x).isCloseTo(SimulatedRobot.METRES_PER_UNIT * ball.x(), within(0.005));
    assertThat(metres).isBetween(0.7f, 1.1f);
    assertThat(view.frameId()).isEqualTo("camera");
  }

  @ParameterizedTest
  @EnumSource(
      value = Side.class,
      names = {"LEFT_OF", "RIGHT_OF", "IN_FRONT_OF", "BEHIND", "NEXT_TO", "ON"})
  void thingsArePutBesideAndOnOthers(Side side) {
    assertThat(robot.world().is(MUG, Side.LEFT_OF, BALL)).isTrue();
    put(MUG, beside(side, BOOK));
    for (Side other : Side.values()) {
      if (other != Side.NEXT_TO && side != Side.NEXT_TO) {
        assertThat(robot.world().is(MUG, other, BOOK))
            .as(other.toString())
            .isEqualTo(other == side);
      }
    }
    assertThat(robot.world().is(MUG, side, BOOK)).isTrue();
    assertThat(robot.world().isOnTable(MUG)).isEqualTo(side != Side.ON);
    assertThat(robot.box(MUG)).isPresent();
  }

  @Test
  void smallThingsArePutIntoABox() {
    put(BALL, beside(Side.IN, BOX));
    assertThat(robot.world().is(BALL, Side.IN, BOX)).isTrue();
    assertThat(robot.world().is(BALL, Side.ON, BOX)).isFalse();
    assertThat(robot.world().thing(BALL).orElseThrow().object().y()).isBetween(0.01, 0.1);
    assertThat(robot.box(BALL)).isPresent();
    assertThat(robot.world().scene().placements()).noneMatch(p -> p.subject() == p.object());
    assertThat(reason(robot.pick(target(BOX)))).isEqualTo("the green ball rests on the white box");
  }

  @Test
  void aBowlHoldsABall() {
    SimulatedRobot bowls =
        robot(
            object(Shape.BOWL, Colour.BLUE, Size.LARGE, -0.8, 0),
            object(Shape.BALL, Colour.RED, Size.SMALL, 0.8, 0),
            object(Shape.BALL, Colour.GREEN, Size.LARGE, 0.8, 1.2));
    bowls.pick(Target.inImage("the ball", bowls.box(1).orElseThrow()));
    Target bowl = Target.inImage("the bowl", bowls.box(0).orElseThrow());
    assertThat(bowls.place(new Destination.Beside(Side.IN, bowl)).isDone()).isTrue();
    assertThat(bowls.world().thing(1).orElseThrow().object().y()).isBetween(0.1, 0.2);
    bowls.pick(Target.inImage("the large ball", bowls.box(2).orElseThrow()));
    assertThat(reason(bowls.place(new Destination.Beside(Side.IN, bowl))))
        .isEqualTo("the red ball is in the blue bowl already");
  }

  @Test
  void thingsArePutBetweenOthersAnywhereAndIntoHands() {
    put(BALL, new Destination.Between(target(MUG), target(BOX)));
    SceneObject ball = robot.world().thing(BALL).orElseThrow().object();
    assertThat(ball.x()).isBetween(-1.2, 0.2);
    assertThat(ball.z()).isBetween(-1.4, 0.3);
    robot.pick(target(BALL));
    assertThat(reason(robot.place(new Destination.Between(target(MUG), target(BOOK)))))
        .isEqualTo("there is no room between the red mug and the blue book");
    robot.place(new Destination.FreePlace());
    put(MUG, new Destination.FreePlace());
    assertThat(robot.world().isOnTable(MUG)).isTrue();
    put(MUG, new Destination.Person());
    assertThat(robot.world().isHandedOver(MUG)).isTrue();
    assertThat(robot.world().thing(MUG)).isEmpty();
    assertThat(robot.world().is(MUG, Side.LEFT_OF, BOOK)).isFalse();
  }

  @Test
  void whatCannotBeDoneFailsWithAReason() {
    assertThat(reason(robot.place(new Destination.FreePlace()))).isEqualTo("the gripper is empty");
    assertThat(reason(robot.pick(Target.inImage("the cup", new Box(0, 0, 5, 5)))))
        .isEqualTo("there is no object at the place of \"the cup\"");
    assertThat(reason(robot.open(target(BOX)))).isEqualTo("the white box cannot be opened");
    robot.pick(target(MUG));
    assertThat(reason(robot.pick(target(BALL)))).isEqualTo("the gripper holds the red mug already");
    assertThat(reason(robot.place(beside(Side.ON, BALL)))).isEqualTo("nothing can stand on a ball");
    assertThat(reason(robot.place(beside(Side.IN, BOOK))))
        .isEqualTo("nothing can be put into a book");
    assertThat(reason(robot.place(beside(Side.IN, BOX))))
        .isEqualTo("the red mug is too large for the white box");
    assertThat(reason(robot.place(beside(Side.UNDER, BOOK))))
        .isEqualTo("nothing can be put under the blue book");
    Box book = robot.box(BOOK).orElseThrow();
    assertThat(
            reason(
                robot.place(
                    new Destination.Point(book.centerX(), book.centerY(), Optional.empty()))))
        .isEqualTo("there is no room there");
    assertThat(robot.world().held()).isPresent();
    robot.place(beside(Side.ON, BOOK));
    assertThat(reason(robot.pick(target(BOOK)))).isEqualTo("the red mug rests on the blue book");
    robot.pick(target(BALL));
    assertThat(reason(robot.place(beside(Side.ON, BOOK))))
        .isEqualTo("the red mug is on the blue book already");
  }

  @Test
  void largeThingsDoNotStandOnSmallOnes() {
    SimulatedRobot cubes =
        robot(
            object(Shape.CUBE, Colour.BLUE, Size.SMALL, -0.8, 0),
            object(Shape.BOX, Colour.RED, Size.LARGE, 0.8, 0));
    cubes.pick(Target.inImage("the box", cubes.box(1).orElseThrow()));
    assertThat(
            reason(
                cubes.place(
                    new Destination.Beside(
                        Side.ON, Target.inImage("the cube", cubes.box(0).orElseThrow())))))
        .isEqualTo("the red box is too large to stand on the blue cube");
  }

  @Test
  void pushingTakesAlongWhatIsOnIt() {
    put(MUG, beside(Side.ON, BOOK));
    double before = robot.world().thing(MUG).orElseThrow().object().x();
    assertThat(robot.push(target(BOOK), Direction.LEFT).isDone()).isTrue();
    assertThat(robot.world().thing(MUG).orElseThrow().object().x())
        .isCloseTo(before - 0.4, within(1e-9));
    assertThat(robot.world().is(MUG, Side.ON, BOOK)).isTrue();
    assertThat(reason(robot.push(target(MUG), Direction.LEFT)))
        .isEqualTo("the red mug does not stand on the table");
    Outcome last = new Outcome.Done();
    for (int i = 0; i < 10 && last.isDone(); i++) {
      last = robot.push(target(BALL), Direction.RIGHT);
    }
    assertThat(reason(last)).isEqualTo("the green ball has no room to move right");
  }

  @Test
  void pointsSaysAndAsks() {
    assertThat(robot.pointedAt()).isEqualTo(OptionalInt.empty());
    assertThat(robot.point(target(BALL)).isDone()).isTrue();
    assertThat(robot.pointedAt()).hasValue(BALL);
    robot.say("I have it");
    assertThat(robot.said()).containsExactly("I have it");
    assertThat(robot.ask("Which one?")).isEqualTo(new Answer.Given("the left one"));
    assertThat(robot.ask("")).isEqualTo(new Answer.Missing(new Outcome.Failed("nobody answered")));
  }

  @Test
  void sampledScenesCanBeCleared() {
    var sampler = new SceneSampler(7, Split.TEST, 2, 6);
    for (int index = 0; index < 6; index++) {
      Scene scene = sampler.sample(index);
      var clearing = new SimulatedRobot(scene, SIZE, _ -> Optional.empty());
      assertThat(clearing.world().scene()).isEqualTo(scene);
      for (int id = scene.objects().size() - 1; id >= 0; id--) {
        Target target = Target.inImage("thing", clearing.box(id).orElseThrow());
        assertThat(clearing.pick(target)).isEqualTo(new Outcome.Done());
        assertThat(clearing.place(new Destination.Person())).isEqualTo(new Outcome.Done());
        assertThat(clearing.world().isHandedOver(id)).isTrue();
      }
      assertThat(clearing.world().things()).isEmpty();
      assertThat(clearing.look().image()).isNotNull();
    }
  }
}
