package dev.jclip.grounding.robot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.jclip.grounding.robot.Pose.Orientation;
import dev.jclip.grounding.robot.Pose.Position;
import dev.jclip.image.RgbImage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RobotRecordsTest {
  private static View view(int depthWidth, int cameraHeight) {
    return new View(
        new RgbImage(2, 3, new byte[18]),
        Instant.EPOCH,
        "camera",
        Optional.of(new Depth(depthWidth, 3, new float[3 * depthWidth])),
        Optional.of(new Camera(2, cameraHeight, 10, 10, 1, 1.5)));
  }

  @Test
  void viewsAreOfOneSize() {
    assertThat(view(2, 3).depth().orElseThrow().at(1, 2)).isZero();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> view(1, 3))
        .withMessage("depth: expected the image's size 2x3, found 1x3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> view(2, 2))
        .withMessage("camera: expected the image's size 2x3, found 2x2");
  }

  @Test
  void numbersThatMeanNothingAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Depth(2, 2, new float[3]))
        .withMessageContaining("2x2 pixels, found 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Camera(2, 2, 0, 1, 1, 1))
        .withMessageContaining("fx 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Position(0, Double.NaN, 0))
        .withMessageContaining("NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Orientation(1, 1, 0, 0))
        .withMessageContaining("length 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SpaceBox(Pose.NOWHERE, 1, -1, 1))
        .withMessageContaining("-1.0");
  }

  @Test
  void onlyWhatIsDoneIsDone() {
    assertThat(new Outcome.Done().isDone()).isTrue();
    assertThat(new Outcome.Failed("no").isDone()).isFalse();
    assertThat(new Outcome.TimedOut(Duration.ofSeconds(1)).isDone()).isFalse();
    assertThat(new Outcome.Unknown("cut").isDone()).isFalse();
  }

  @Test
  void sidesAreSaidInWords() {
    assertThat(Side.IN_FRONT_OF).hasToString("in front of");
    assertThat(Direction.AWAY).hasToString("away");
  }
}
