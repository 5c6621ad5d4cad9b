package dev.jclip.grounding.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.grounding.space.Frame.Camera;
import dev.jclip.grounding.space.Frame.Robot;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Frames, intrinsics and depth, and what is said of numbers that are none. */
class TransformTest {
  /** A camera that looks ahead along the robot's x axis, half a metre above its base. */
  private static final List<Double> LOOKS_AHEAD =
      List.of(0.0, 0.0, 1.0, 0.1, -1.0, 0.0, 0.0, 0.0, 0.0, -1.0, 0.0, 0.5, 0.0, 0.0, 0.0, 1.0);

  private static void assertPoint(Point<?> point, double x, double y, double z) {
    assertThat(List.of(point.x(), point.y(), point.z()))
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-12 ? 0 : Double.compare(a, b))
        .containsExactly(x, y, z);
  }

  @Test
  void theCamerasAxesBecomeTheRobots() {
    RigidTransform<Camera, Robot> toRobot = RigidTransform.ofMatrix(LOOKS_AHEAD);
    var seen = new Point<Camera>(0.2, 0.3, 2);
    assertPoint(toRobot.apply(seen), 2.1, -0.2, 0.2);
    assertPoint(toRobot.inverse().apply(toRobot.apply(seen)), 0.2, 0.3, 2);
    var up = new Direction<Camera>(0, -1, 0);
    assertThat(toRobot.apply(up).z()).isCloseTo(1, within(1e-12));
    RigidTransform<Camera, Robot> asInRos =
        RigidTransform.ofQuaternion(-0.5, 0.5, -0.5, 0.5, new Point<>(0.1, 0, 0.5));
    assertPoint(asInRos.apply(seen), 2.1, -0.2, 0.2);
  }

  @Test
  void aTableOfTheRobotIsATableOfTheCamera() {
    RigidTransform<Camera, Robot> toRobot = RigidTransform.ofMatrix(LOOKS_AHEAD);
    Plane<Robot> table = Plane.through(new Point<>(7, 7, 0.2), new Direction<>(0, 0, 1));
    Plane<Camera> seen = table.in(toRobot.inverse());
    assertThat(seen.originHeight()).isCloseTo(0.3, within(1e-12));
    assertThat(seen.height(new Point<>(1, 0.1, 5))).isCloseTo(0.2, within(1e-12));
  }

  @Test
  void whatIsNoRotationIsRefused() {
    var mirrored = new ArrayList<>(LOOKS_AHEAD);
    mirrored.set(4, 1.0);
    assertThatThrownBy(() -> RigidTransform.ofMatrix(mirrored))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found determinant -1.000000");
    var skewed = new ArrayList<>(LOOKS_AHEAD);
    skewed.set(0, 0.3);
    assertThatThrownBy(() -> RigidTransform.ofMatrix(skewed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a rotation");
    assertThatThrownBy(() -> RigidTransform.ofMatrix(LOOKS_AHEAD.subList(0, 12)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a matrix of 16 numbers");
    assertThatThrownBy(() -> RigidTransform.ofQuaternion(1, 1, 0, 0, new Point<>(0, 0, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("quaternion x, y, z, w of length 1");
    assertThatThrownBy(() -> new Point<Robot>(0, Double.NaN, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("finite coordinates in metres");
    assertThatThrownBy(() -> new Direction<Robot>(0, 2, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("length 1");
  }

  @Test
  void intrinsicsCountFromTheMiddleOfTheFirstPixel() {
    var intrinsics = new Intrinsics(640, 480, 500, 400, 319.5, 239.5);
    assertPoint(intrinsics.point(320, 240, 2), 0, 0, 2);
    assertPoint(intrinsics.point(420, 200, 2), 0.4, -0.2, 2);
    assertThat(intrinsics.scaledTo(320, 240))
        .isEqualTo(new Intrinsics(320, 240, 250, 200, 159.5, 119.5));
  }

  @Test
  void intrinsicsThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> new Intrinsics(320, 240, 500, 500, 639.5, 120))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("320 x 240 pixels, found (639.5, 120.0)");
    assertThatThrownBy(() -> new Intrinsics(320, 240, 0, 500, 160, 120))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("focal lengths fx and fy");
    var intrinsics = new Intrinsics(640, 480, 500, 500, 320, 240);
    assertThatThrownBy(() -> intrinsics.requireImage(1280, 720))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("640 x 480 pixels, found 1280 x 720");
  }
}
