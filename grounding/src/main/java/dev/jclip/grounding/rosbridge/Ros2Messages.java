package dev.jclip.grounding.rosbridge;

import dev.jclip.detect.Detection;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** The definitions of ROS 2, and {@code vision_msgs} 4. */
final class Ros2Messages extends RosMessages {
  @Override
  public String type(String packageName, String name) {
    return packageName + "/msg/" + name;
  }

  @Override
  public ObjectNode header(Instant time, String frameId) {
    ObjectNode header = object();
    header.putObject("stamp").put("sec", time.getEpochSecond()).put("nanosec", time.getNano());
    return header.put("frame_id", frameId);
  }

  @Override
  ObjectNode hypothesis(Detection detection, ObjectNode pose) {
    ObjectNode message = object();
    message
        .putObject("hypothesis")
        .put("class_id", detection.label())
        .put("score", detection.score());
    message.set("pose", withCovariance(pose));
    return message;
  }

  @Override
  ObjectNode center(double x, double y) {
    ObjectNode center = object();
    center.putObject("position").put("x", x).put("y", y);
    return center.put("theta", 0.0);
  }

  @Override
  void finishDetection2D(ObjectNode detection, ObjectNode header, String id) {
    detection.put("id", id);
  }

  @Override
  void finishDetection3D(ObjectNode detection, ObjectNode header, String id) {
    detection.put("id", id);
  }
}
