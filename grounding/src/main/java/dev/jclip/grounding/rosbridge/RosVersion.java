package dev.jclip.grounding.rosbridge;

/** Which definitions of messages a robot uses. */
public enum RosVersion {
  /** ROS 1; its rosbridge knows no operations for actions. */
  ROS_1,
  ROS_2;

  /** Makes messages. */
  public RosMessages messages() {
    return switch (this) {
      case ROS_1 -> new Ros1Messages();
      case ROS_2 -> new Ros2Messages();
    };
  }
}
