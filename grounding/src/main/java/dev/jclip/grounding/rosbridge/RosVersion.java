package dev.jclip.grounding.rosbridge;

/** Which definitions of messages a robot uses. */
public enum RosVersion {
  /** ROS 1; its rosbridge knows no operations for actions. */
  ROS_1(new Ros1Messages()),
  ROS_2(new Ros2Messages());

  private final RosMessages messages;

  RosVersion(RosMessages messages) {
    this.messages = messages;
  }

  /** Makes messages. */
  public RosMessages messages() {
    return messages;
  }
}
