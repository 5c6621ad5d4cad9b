package dev.jclip.grounding.rosbridge;

import dev.jclip.detect.Box;
import dev.jclip.detect.Detection;
import dev.jclip.grounding.robot.Pose;
import dev.jclip.grounding.robot.Pose.Orientation;
import dev.jclip.grounding.robot.Pose.Position;
import dev.jclip.grounding.robot.SpaceBox;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Messages with all fields of their definitions in {@code std_msgs}, {@code geometry_msgs} and
 * {@code vision_msgs}; ROS 1 and ROS 2 define some otherwise. Immutable.
 */
public abstract sealed class RosMessages permits Ros1Messages, Ros2Messages {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int COVARIANCES = 36;

  RosMessages() {}

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /** The full name of a type: {@code std_msgs/msg/String} in ROS 2. */
  public abstract String type(String packageName, String name);

  /** {@code std_msgs/Header}. */
  public abstract ObjectNode header(Instant time, String frameId);

  /** A guess what an object is, of {@code vision_msgs}, with the pose of the object. */
  abstract ObjectNode hypothesis(Detection detection, ObjectNode pose);

  /** The centre of a box in an image. */
  abstract ObjectNode center(double x, double y);

  /** Fields of a detection behind its box. */
  abstract void finishDetection2D(ObjectNode detection, ObjectNode header, String id);

  /** Fields of a detection behind its box. */
  abstract void finishDetection3D(ObjectNode detection, ObjectNode header, String id);

  /** {@code std_msgs/String}. */
  public ObjectNode string(String text) {
    return object().put("data", text);
  }

  /** {@code geometry_msgs/PoseStamped}. */
  public ObjectNode poseStamped(Instant time, Pose pose) {
    ObjectNode message = object();
    message.set("header", header(time, pose.frameId()));
    message.set("pose", pose(pose.position(), pose.orientation()));
    return message;
  }

  /**
   * {@code vision_msgs/Detection2DArray}. Where an object is in space is known to none of its
   * detections.
   *
   * @param time when the image was taken
   * @param frameId the frame of the camera
   */
  public ObjectNode detections2D(Instant time, String frameId, List<TrackedObject> objects) {
    ObjectNode message = object();
    message.set("header", header(time, frameId));
    ArrayNode detections = message.putArray("detections");
    for (TrackedObject object : objects) {
      ObjectNode detection = detections.addObject();
      detection.set("header", header(time, frameId));
      detection
          .putArray("results")
          .add(hypothesis(object.detection(), pose(new Position(0, 0, 0), Orientation.NONE)));
      detection.set("bbox", box(object.detection().box()));
      finishDetection2D(detection, header(time, frameId), object.id());
    }
    return message;
  }

  /** {@code vision_msgs/BoundingBox2D}. */
  ObjectNode box(Box box) {
    ObjectNode message = object();
    message.set("center", center(box.centerX(), box.centerY()));
    return message.put("size_x", box.width()).put("size_y", box.height());
  }

  /**
   * {@code vision_msgs/Detection3DArray} of those objects whose place in space is known.
   *
   * @param frameId the frame that all these places refer to
   * @throws IllegalArgumentException if a place refers to another frame
   */
  public ObjectNode detections3D(Instant time, String frameId, List<TrackedObject> objects) {
    ObjectNode message = object();
    message.set("header", header(time, frameId));
    ArrayNode detections = message.putArray("detections");
    for (TrackedObject object : objects) {
      object.space().ifPresent(space -> addDetection(detections, time, frameId, object, space));
    }
    return message;
  }

  private void addDetection(
      ArrayNode detections, Instant time, String frameId, TrackedObject object, SpaceBox space) {
    Pose center = space.center();
    if (!center.frameId().equals(frameId)) {
      throw new IllegalArgumentException(
          "%s: expected a place in the frame %s, found %s; transform it before it is published"
              .formatted(object.detection().label(), frameId, center.frameId()));
    }
    ObjectNode detection = detections.addObject();
    detection.set("header", header(time, frameId));
    detection
        .putArray("results")
        .add(hypothesis(object.detection(), pose(center.position(), center.orientation())));
    ObjectNode box = detection.putObject("bbox");
    box.set("center", pose(center.position(), center.orientation()));
    box.set("size", vector(space.sizeX(), space.sizeY(), space.sizeZ()));
    finishDetection3D(detection, header(time, frameId), object.id());
  }

  private static ObjectNode pose(Position position, Orientation orientation) {
    ObjectNode message = object();
    message.set("position", vector(position.x(), position.y(), position.z()));
    message.set(
        "orientation",
        vector(orientation.x(), orientation.y(), orientation.z()).put("w", orientation.w()));
    return message;
  }

  /** {@code geometry_msgs/Vector3}. */
  static ObjectNode vector(double x, double y, double z) {
    return object().put("x", x).put("y", y).put("z", z);
  }

  /** {@code geometry_msgs/PoseWithCovariance}; zeros say that the covariance is not known. */
  static ObjectNode withCovariance(ObjectNode pose) {
    ObjectNode message = object();
    message.set("pose", pose);
    ArrayNode covariance = message.putArray("covariance");
    for (int i = 0; i < COVARIANCES; i++) {
      covariance.add(0.0);
    }
    return message;
  }
}
