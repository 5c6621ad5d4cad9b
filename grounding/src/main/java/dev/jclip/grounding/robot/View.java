package dev.jclip.grounding.robot;

import dev.jclip.image.RgbImage;
import java.time.Instant;
import java.util.Optional;

/**
 * What a robot saw.
 *
 * @param time when the image was taken, by the robot's clock
 * @param frameId the frame of the camera; empty if the robot does not say
 * @param depth how far everything is, of the same size as the image
 * @param camera how the camera projects, for images of this size
 */
public record View(
    RgbImage image, Instant time, String frameId, Optional<Depth> depth, Optional<Camera> camera) {
  /**
   * @throws IllegalArgumentException if depth or camera are of another size than the image
   */
  public View {
    depth.ifPresent(map -> requireSize("depth", map.width(), map.height(), image));
    camera.ifPresent(lens -> requireSize("camera", lens.width(), lens.height(), image));
  }

  private static void requireSize(String what, int width, int height, RgbImage image) {
    if (width != image.width() || height != image.height()) {
      throw new IllegalArgumentException(
          "%s: expected the image's size %dx%d, found %dx%d"
              .formatted(what, image.width(), image.height(), width, height));
    }
  }
}
