package dev.jclip.grounding.rosbridge;

import dev.jclip.detect.Detection;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/**
 * The definitions of ROS 1 (Noetic). A class is a number there: the place of the query among those
 * that were asked. Objects have no id, and the image that a detection could carry is left empty.
 */
final class Ros1Messages extends RosMessages {
  @Override
  public String type(String packageName, String name) {
    return packageName + "/" + name;
  }

  @Override
  public ObjectNode header(Instant time, String frameId) {
    ObjectNode header = object().put("seq", 0);
    header.putObject("stamp").put("secs", time.getEpochSecond()).put("nsecs", time.getNano());
    return header.put("frame_id", frameId);
  }

  @Override
  ObjectNode hypothesis(Detection detection, ObjectNode pose) {
    ObjectNode message = object().put("id", detection.query()).put("score", detection.score());
    message.set("pose", withCovariance(pose));
    return message;
  }

  @Override
  ObjectNode center(double x, double y) {
    return object().put("x", x).put("y", y).put("theta", 0.0);
  }

  @Override
  void finishDetection2D(ObjectNode detection, ObjectNode header, String id) {
    ObjectNode image = detection.putObject("source_img");
    image.set("header", header);
    image
        .put("height", 0)
        .put("width", 0)
        .put("encoding", "")
        .put("is_bigendian", 0)
        .put("step", 0)
        .put("data", "");
  }

  @Override
  void finishDetection3D(ObjectNode detection, ObjectNode header, String id) {
    ObjectNode cloud = detection.putObject("source_cloud");
    cloud.set("header", header);
    cloud.put("height", 0).put("width", 0);
    cloud.putArray("fields");
    cloud
        .put("is_bigendian", false)
        .put("point_step", 0)
        .put("row_step", 0)
        .put("data", "")
        .put("is_dense", false);
  }
}
