package dev.jclip.grounding.rosbridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Definitions of ROS messages, against which messages are held field by field. The text has a line
 * {@code = Name} for each message and one line {@code type name} for each of its fields.
 */
record Definitions(Map<String, Map<String, String>> messages) {
  static final Definitions ROS_2 =
      of(
          """
          = Time
          int32 sec
          uint32 nanosec
          = Header
          Time stamp
          string frame_id
          = String
          string data
          = Point
          float64 x
          float64 y
          float64 z
          = Vector3
          float64 x
          float64 y
          float64 z
          = Quaternion
          float64 x
          float64 y
          float64 z
          float64 w
          = Pose
          Point position
          Quaternion orientation
          = PoseStamped
          Header header
          Pose pose
          = PoseWithCovariance
          Pose pose
          float64[36] covariance
          = Point2D
          float64 x
          float64 y
          = Pose2D
          Point2D position
          float64 theta
          = BoundingBox2D
          Pose2D center
          float64 size_x
          float64 size_y
          = BoundingBox3D
          Pose center
          Vector3 size
          = ObjectHypothesis
          string class_id
          float64 score
          = ObjectHypothesisWithPose
          ObjectHypothesis hypothesis
          PoseWithCovariance pose
          = Detection2D
          Header header
          ObjectHypothesisWithPose[] results
          BoundingBox2D bbox
          string id
          = Detection2DArray
          Header header
          Detection2D[] detections
          = Detection3D
          Header header
          ObjectHypothesisWithPose[] results
          BoundingBox3D bbox
          string id
          = Detection3DArray
          Header header
          Detection3D[] detections
          = Handle
          string goal_id
          string verb
          string what
          BoundingBox2D box
          PoseStamped pose
          Vector3 size
          PoseStamped grasp
          string where
          """);

  static final Definitions ROS_1 =
      of(
          """
          = Time
          uint32 secs
          uint32 nsecs
          = Header
          uint32 seq
          Time stamp
          string frame_id
          = String
          string data
          = Point
          float64 x
          float64 y
          float64 z
          = Vector3
          float64 x
          float64 y
          float64 z
          = Quaternion
          float64 x
          float64 y
          float64 z
          float64 w
          = Pose
          Point position
          Quaternion orientation
          = PoseStamped
          Header header
          Pose pose
          = PoseWithCovariance
          Pose pose
          float64[36] covariance
          = Pose2D
          float64 x
          float64 y
          float64 theta
          = BoundingBox2D
          Pose2D center
          float64 size_x
          float64 size_y
          = BoundingBox3D
          Pose center
          Vector3 size
          = ObjectHypothesisWithPose
          int64 id
          float64 score
          PoseWithCovariance pose
          = Image
          Header header
          uint32 height
          uint32 width
          string encoding
          uint8 is_bigendian
          uint32 step
          bytes data
          = PointField
          string name
          uint32 offset
          uint8 datatype
          uint32 count
          = PointCloud2
          Header header
          uint32 height
          uint32 width
          PointField[] fields
          bool is_bigendian
          uint32 point_step
          uint32 row_step
          bytes data
          bool is_dense
          = Detection2D
          Header header
          ObjectHypothesisWithPose[] results
          BoundingBox2D bbox
          Image source_img
          = Detection2DArray
          Header header
          Detection2D[] detections
          = Detection3D
          Header header
          ObjectHypothesisWithPose[] results
          BoundingBox3D bbox
          PointCloud2 source_cloud
          = Detection3DArray
          Header header
          Detection3D[] detections
          """);

  private static Definitions of(String text) {
    var messages = new HashMap<String, Map<String, String>>();
    Map<String, String> fields = new LinkedHashMap<>();
    for (String line : text.lines().toList()) {
      int space = line.indexOf(' ');
      String first = line.substring(0, space);
      String name = line.substring(space + 1);
      if (first.equals("=")) {
        fields = new LinkedHashMap<>();
        messages.put(name, fields);
      } else {
        fields.put(name, first);
      }
    }
    return new Definitions(messages);
  }

  /** Holds a value against a type: the same fields in the same order, each of its type. */
  void check(String type, JsonNode value) {
    check(type, value, type);
  }

  private void check(String type, JsonNode value, String where) {
    int list = type.indexOf('[');
    if (list >= 0) {
      assertThat(value.isArray()).as(where).isTrue();
      String size = type.substring(list + 1, type.length() - 1);
      if (!size.isEmpty()) {
        assertThat(value.size()).as(where).isEqualTo(Integer.parseInt(size));
      }
      for (int i = 0; i < value.size(); i++) {
        check(type.substring(0, list), value.path(i), where + "[" + i + "]");
      }
      return;
    }
    Map<String, String> fields = messages.get(type);
    if (fields != null) {
      assertThat(List.copyOf(value.propertyNames()))
          .as(where)
          .containsExactlyElementsOf(fields.keySet());
      fields.forEach((name, of) -> check(of, value.path(name), where + "." + name));
      return;
    }
    assertThat(
            switch (type) {
              case "string", "bytes" -> value.isString();
              case "float64" -> value.isFloatingPointNumber();
              case "bool" -> value.isBoolean();
              default -> value.isIntegralNumber();
            })
        .as("%s: expected %s, found %s", where, type, value)
        .isTrue();
  }
}
