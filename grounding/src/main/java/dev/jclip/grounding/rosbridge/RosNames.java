package dev.jclip.grounding.rosbridge;

import java.util.Optional;

/**
 * What a robot's topics, services and actions are called.
 *
 * @param image a {@code CompressedImage} or an {@code Image}
 * @param imageType the full name of its type
 * @param depth an {@code Image} as large as the image, with depth
 * @param camera the {@code CameraInfo} of the image
 * @param namespace before the names of the topics, the service and the actions that jclip defines,
 *     such as {@code /jclip}; what they are called behind it is in {@link RosRobot}
 * @param actionType the type of the actions {@code pick}, {@code place}, {@code point}, {@code
 *     push} and {@code open}
 */
public record RosNames(
    String image,
    String imageType,
    Optional<String> depth,
    Optional<String> camera,
    String namespace,
    String actionType) {

  /** The names that {@code docs/robots.md} describes, without depth. */
  public static RosNames usual() {
    return new RosNames(
        "/camera/image_raw/compressed",
        "sensor_msgs/msg/CompressedImage",
        Optional.empty(),
        Optional.empty(),
        "/jclip",
        "jclip_msgs/action/Handle");
  }

  /** With an image of another topic. */
  public RosNames withImage(String topic, String type) {
    return new RosNames(topic, type, depth, camera, namespace, actionType);
  }

  /** With depth and the camera's numbers. */
  public RosNames withDepth(String depthTopic, String cameraTopic) {
    return new RosNames(
        image, imageType, Optional.of(depthTopic), Optional.of(cameraTopic), namespace, actionType);
  }

  String in(String name) {
    return namespace + "/" + name;
  }
}
