package dev.jclip.grounding.rosbridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.jclip.detect.Box;
import dev.jclip.grounding.robot.Answer;
import dev.jclip.grounding.robot.Camera;
import dev.jclip.grounding.robot.Destination;
import dev.jclip.grounding.robot.Direction;
import dev.jclip.grounding.robot.Outcome;
import dev.jclip.grounding.robot.Pose;
import dev.jclip.grounding.robot.Pose.Orientation;
import dev.jclip.grounding.robot.Pose.Position;
import dev.jclip.grounding.robot.RobotException;
import dev.jclip.grounding.robot.Side;
import dev.jclip.grounding.robot.SpaceBox;
import dev.jclip.grounding.robot.Target;
import dev.jclip.grounding.robot.View;
import dev.jclip.grounding.rosbridge.FakeRobot.Cut;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Timeout(60)
class RosRobotTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final RosNames NAMES =
      RosNames.usual()
          .withImage("/image", "sensor_msgs/msg/Image")
          .withDepth("/depth", "/camera_info");
  private static final Pose PLACE =
      new Pose(new Position(0.1, 0.2, 0.9), Orientation.NONE, "camera");
  private static final Target MUG =
      new Target(
          "the red mug",
          new Box(10, 20, 30, 60),
          Optional.of(new SpaceBox(PLACE, 0.08, 0.09, 0.1)),
          Optional.of(PLACE));

  private static final Target BOOK = Target.inImage("the book", new Box(20, 5, 40, 15));

  private final FakeRobot fake = new FakeRobot();
  private final RosRobot robot =
      new RosRobot(
          Rosbridge.connect(
              RosbridgeOptions.builder(fake.server().uri())
                  .retry(Duration.ofMillis(1), Duration.ofMillis(20))
                  .build()),
          NAMES,
          RosTimes.USUAL);

  @AfterEach
  void close() {
    robot.close();
    fake.close();
  }

  private static ObjectNode info(int width, int height) {
    ObjectNode info = JSON.createObjectNode().put("height", height).put("width", width);
    ArrayNode k = info.putArray("k");
    for (double number : new double[] {50, 0, 2, 0, 50, 1.5, 0, 0, 1}) {
      k.add(number);
    }
    return info;
  }

  @Test
  void looksWithDepthAndCamera() {
    fake.has("/image", RosImagesTest.image("mono8", 4, 3, 4, new byte[12]));
    fake.has("/depth", RosImagesTest.image("16UC1", 4, 3, 8, new byte[24]));
    fake.has("/camera_info", info(4, 3));
    View view = robot.look();
    assertThat(view.image().width()).isEqualTo(4);
    assertThat(view.time()).isEqualTo(RosMessagesTest.TIME);
    assertThat(view.frameId()).isEqualTo("camera");
    assertThat(view.depth().orElseThrow().at(0, 0)).isNaN();
    assertThat(view.camera()).contains(new Camera(4, 3, 50, 50, 2.5, 2));
    assertThat(fake.received("subscribe")).hasSize(3);
  }

  @Test
  void cameraAndDepthMustFitTheImage() {
    fake.has("/image", RosImagesTest.image("mono8", 4, 3, 4, new byte[12]));
    fake.has("/depth", RosImagesTest.image("16UC1", 2, 3, 4, new byte[12]));
    fake.has("/camera_info", info(4, 3));
    assertThatExceptionOfType(RobotException.class)
        .isThrownBy(robot::look)
        .withMessageContaining("depth: expected the image's size 4x3, found 2x3");
  }

  @Test
  void aCameraThatDoesNotRunIsNamed() throws IOException {
    fake.has("/compressed", RosImagesTest.compressed(RosImagesTest.pattern(4, 3), "png"));
    RosTimes soon =
        new RosTimes(Duration.ofMillis(200), Duration.ofMillis(200), Duration.ofMillis(200));
    Rosbridge bridge = Rosbridge.connect(RosbridgeOptions.builder(fake.server().uri()).build());
    try (var seeing =
        new RosRobot(
            bridge,
            RosNames.usual().withImage("/compressed", "sensor_msgs/msg/CompressedImage"),
            RosTimes.USUAL)) {
      assertThat(seeing.look().image()).isEqualTo(RosImagesTest.pattern(4, 3));
      assertThatExceptionOfType(RobotException.class)
          .isThrownBy(new RosRobot(bridge, RosNames.usual(), soon)::look)
          .withMessageContaining("/camera/image_raw/compressed: expected a message within 200 ms");
    }
  }

  @Test
  void actionsCarryTheTarget() {
    assertThat(robot.pick(MUG)).isEqualTo(new Outcome.Done());
    assertThat(robot.place(new Destination.Beside(Side.LEFT_OF, MUG)).isDone()).isTrue();
    assertThat(robot.place(new Destination.Point(5, 6, Optional.empty())).isDone()).isTrue();
    assertThat(robot.place(new Destination.FreePlace()).isDone()).isTrue();
    assertThat(robot.place(new Destination.Between(MUG, BOOK)).isDone()).isTrue();
    assertThat(robot.place(new Destination.Person()).isDone()).isTrue();
    assertThat(robot.point(MUG).isDone()).isTrue();
    assertThat(robot.push(MUG, Direction.AWAY).isDone()).isTrue();
    assertThat(robot.open(MUG).isDone()).isTrue();
    List<ObjectNode> goals = fake.received("send_action_goal");
    assertThat(goals)
        .extracting(goal -> goal.path("action").asString(""))
        .containsExactly(
            "/jclip/pick",
            "/jclip/place",
            "/jclip/place",
            "/jclip/place",
            "/jclip/place",
            "/jclip/place",
            "/jclip/point",
            "/jclip/push",
            "/jclip/open");
    assertThat(goals)
        .extracting(goal -> goal.at("/args/where").asString(""))
        .containsExactly("", "left of", "at", "free", "between", "person", "", "away", "");
    goals.forEach(
        goal -> {
          Definitions.ROS_2.check("Handle", goal.path("args"));
          assertThat(goal.at("/args/goal_id")).isEqualTo(goal.path("id"));
        });
    JsonNode args = goals.getFirst().path("args");
    assertThat(args.path("what").asString("")).isEqualTo("the red mug");
    assertThat(args.at("/box/center/position/x").asDouble()).isEqualTo(20);
    assertThat(args.at("/pose/header/frame_id").asString()).isEqualTo("camera");
    assertThat(args.at("/pose/pose/position/z").asDouble()).isEqualTo(0.9);
    assertThat(args.at("/size/z").asDouble()).isEqualTo(0.1);
    assertThat(goals.get(2).at("/args/pose/header/frame_id").asString()).isEmpty();
    JsonNode between = goals.get(4).path("args");
    assertThat(between.path("what").asString("")).isEqualTo("the red mug and the book");
    assertThat(between.at("/box/center/position/x").asDouble()).isEqualTo(25);
    assertThat(between.at("/box/size_y").asDouble()).isEqualTo(55);
    JsonNode published = fake.received("publish").getFirst();
    assertThat(published.path("topic").asString("")).isEqualTo("/jclip/target_pose");
    Definitions.ROS_2.check("PoseStamped", published.path("msg"));
  }

  @Test
  void aPickThatWasCutIsNotPickedAgain() {
    fake.cutNext(Cut.AFTER);
    assertThat(robot.pick(MUG)).isInstanceOf(Outcome.Unknown.class);
    assertThat(robot.point(MUG).isDone()).isTrue();
    assertThat(fake.received("send_action_goal")).hasSize(2);
    assertThat(fake.carriedOut()).hasSize(2);
  }

  @Test
  void saysAndAsks() {
    assertThat(robot.say("I have it").isDone()).isTrue();
    fake.cutNext(Cut.BEFORE);
    assertThat(robot.ask("Which one?"))
        .isEqualTo(new Answer.Missing(new Outcome.Failed("nobody answered")));
    assertThat(fake.received("call_service")).hasSize(2);
    fake.answers(JSON.createObjectNode().put("answer", "the left one"));
    assertThat(robot.ask("Which one?")).isEqualTo(new Answer.Given("the left one"));
    JsonNode said = fake.received("publish").getFirst();
    assertThat(said.path("topic").asString("")).isEqualTo("/jclip/say");
    Definitions.ROS_2.check("String", said.path("msg"));
  }

  @Test
  void whatTheRobotCouldNotDoIsSaid() {
    fake.answers(JSON.createObjectNode().put("success", false).put("reason", "too heavy"));
    assertThat(robot.pick(MUG)).isEqualTo(new Outcome.Failed("too heavy"));
  }

  @Test
  void showsWhatWasFound() {
    fake.has("/image", RosImagesTest.image("mono8", 4, 3, 4, new byte[12]));
    fake.has("/depth", RosImagesTest.image("16UC1", 4, 3, 8, new byte[24]));
    fake.has("/camera_info", info(4, 3));
    View view = robot.look();
    robot.show(view, RosMessagesTest.OBJECTS);
    while (fake.received("publish").size() < 2) {
      LockSupport.parkNanos(1_000_000);
    }
    Definitions.ROS_2.check("Detection2DArray", fake.received("publish").get(0).path("msg"));
    Definitions.ROS_2.check("Detection3DArray", fake.received("publish").get(1).path("msg"));
    assertThat(fake.received("advertise"))
        .extracting(message -> message.path("type").asString(""))
        .containsExactly(
            "std_msgs/msg/String",
            "geometry_msgs/msg/PoseStamped",
            "vision_msgs/msg/Detection2DArray",
            "vision_msgs/msg/Detection3DArray");
  }
}
