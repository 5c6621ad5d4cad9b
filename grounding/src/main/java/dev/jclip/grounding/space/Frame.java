package dev.jclip.grounding.space;

/** What coordinates are measured from, as a type alone. */
public sealed interface Frame {
  /**
   * The camera's optical frame, as in OpenCV and ROS: the origin is the eye, x goes to the image's
   * right, y to its lower side, z into the scene.
   */
  final class Camera implements Frame {
    private Camera() {}
  }

  /** The frame that the robot moves in, whichever the given transform leads to; often its base. */
  final class Robot implements Frame {
    private Robot() {}
  }
}
