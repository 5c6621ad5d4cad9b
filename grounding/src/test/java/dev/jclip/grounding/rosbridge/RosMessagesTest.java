package dev.jclip.grounding.rosbridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.jclip.detect.Box;
import dev.jclip.detect.Detection;
import dev.jclip.grounding.robot.Pose;
import dev.jclip.grounding.robot.Pose.Orientation;
import dev.jclip.grounding.robot.Pose.Position;
import dev.jclip.grounding.robot.SpaceBox;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RosMessagesTest {
  static final Instant TIME = Instant.ofEpochSecond(1_700_000_000, 123_456_789);
  private static final Pose PLACE =
      new Pose(new Position(0.1, -0.2, 0.9), new Orientation(0, 0, 0.6, 0.8), "camera");
  static final List<TrackedObject> OBJECTS =
      List.of(
          new TrackedObject(
              "7",
              new Detection(1, "red mug", 0.75, new Box(10, 20, 30, 60)),
              Optional.of(new SpaceBox(PLACE, 0.08, 0.09, 0.1))),
          new TrackedObject(
              "", new Detection(0, "book", 0.5, new Box(0, 0, 5, 5)), Optional.empty()));

  private static void checkAll(RosVersion version, Definitions definitions) {
    RosMessages messages = version.messages();
    definitions.check("Header", messages.header(TIME, "camera"));
    definitions.check("String", messages.string("hello"));
    definitions.check("PoseStamped", messages.poseStamped(TIME, PLACE));
    definitions.check("Detection2DArray", messages.detections2D(TIME, "camera", OBJECTS));
    definitions.check("Detection3DArray", messages.detections3D(TIME, "camera", OBJECTS));
    definitions.check("Detection2DArray", messages.detections2D(TIME, "", List.of()));
  }

  @Test
  void messagesHaveTheFieldsOfTheirDefinitions() {
    checkAll(RosVersion.ROS_2, Definitions.ROS_2);
    checkAll(RosVersion.ROS_1, Definitions.ROS_1);
  }

  @Test
  void fieldsHoldWhatTheyMean() {
    RosMessages messages = RosVersion.ROS_2.messages();
    JsonNode inImage = messages.detections2D(TIME, "camera", OBJECTS);
    JsonNode mug = inImage.path("detections").path(0);
    assertThat(inImage.at("/header/stamp/sec").asLong()).isEqualTo(1_700_000_000);
    assertThat(inImage.at("/header/stamp/nanosec").asLong()).isEqualTo(123_456_789);
    assertThat(mug.at("/header/frame_id").asString()).isEqualTo("camera");
    assertThat(mug.at("/results/0/hypothesis/class_id").asString()).isEqualTo("red mug");
    assertThat(mug.at("/results/0/hypothesis/score").asDouble()).isEqualTo(0.75);
    assertThat(mug.at("/results/0/pose/pose/orientation/w").asDouble()).isOne();
    assertThat(mug.at("/bbox/center/position/x").asDouble()).isEqualTo(20);
    assertThat(mug.at("/bbox/center/position/y").asDouble()).isEqualTo(40);
    assertThat(mug.at("/bbox/size_x").asDouble()).isEqualTo(20);
    assertThat(mug.at("/bbox/size_y").asDouble()).isEqualTo(40);
    assertThat(mug.at("/id").asString()).isEqualTo("7");
    JsonNode inSpace = messages.detections3D(TIME, "camera", OBJECTS).path("detections");
    assertThat(inSpace.size()).isOne();
    assertThat(inSpace.at("/0/bbox/center/position/z").asDouble()).isEqualTo(0.9);
    assertThat(inSpace.at("/0/bbox/center/orientation/w").asDouble()).isEqualTo(0.8);
    assertThat(inSpace.at("/0/bbox/size/x").asDouble()).isEqualTo(0.08);
    assertThat(inSpace.at("/0/results/0/pose/pose/position/y").asDouble()).isEqualTo(-0.2);
  }

  @Test
  void aClassIsANumberInRos1() {
    JsonNode mug =
        RosVersion.ROS_1.messages().detections2D(TIME, "camera", OBJECTS).at("/detections/0");
    assertThat(mug.at("/results/0/id").asInt()).isOne();
    assertThat(mug.at("/bbox/center/x").asDouble()).isEqualTo(20);
  }

  @Test
  void typesHaveTheNamesOfTheVersion() {
    assertThat(RosVersion.ROS_1.messages().type("std_msgs", "String")).isEqualTo("std_msgs/String");
    assertThat(RosVersion.ROS_2.messages().type("std_msgs", "String"))
        .isEqualTo("std_msgs/msg/String");
  }

  @Test
  void placesOfAnotherFrameAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RosVersion.ROS_2.messages().detections3D(TIME, "base", OBJECTS))
        .withMessageContaining("red mug")
        .withMessageContaining("the frame base, found camera");
  }
}
