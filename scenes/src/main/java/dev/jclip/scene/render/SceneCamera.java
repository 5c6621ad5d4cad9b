package dev.jclip.scene.render;

import dev.jclip.scene.Scene;
import dev.jclip.scene.SceneObject;
import dev.jclip.scene.render.EyeRays.Pixel;
import dev.jclip.scene.render.EyeRays.Ray;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * How scenes are projected onto an image by a camera without distortion, whose axis meets the
 * image's middle. Immutable; safe for many threads.
 */
public final class SceneCamera {
  private final int size;
  private final EyeRays rays;

  /**
   * Of a scene's camera and images of a size.
   *
   * @param size side of the images in pixels
   */
  public SceneCamera(Scene.Camera camera, int size) {
    this.size = size;
    rays = new EyeRays(camera, size);
  }

  /** A point of the ground, in the scene's unit: to the right, and towards the viewer. */
  public record GroundPoint(double x, double z) {}

  /** In pixels, across and down. */
  public double focalLength() {
    return rays.focalLength();
  }

  /**
   * The point of the table that is seen at a point of an image; none where one sees past it.
   *
   * @param x pixels from the image's left side
   * @param y pixels from the image's upper side
   */
  public Optional<GroundPoint> ground(double x, double y) {
    Ray ray = rays.through(x, y);
    double down = -ray.direction().y();
    if (down <= 0) {
      return Optional.empty();
    }
    Vector point = ray.from().plus(ray.direction().times(ray.from().y() / down));
    return Ground.holds(point)
        ? Optional.of(new GroundPoint(point.x(), point.z()))
        : Optional.empty();
  }

  /** Whether the smallest upright cylinder around an object is seen as a whole. */
  public boolean isInView(SceneObject object) {
    double radius = object.radius();
    return DoubleStream.of(object.y(), object.y() + object.height())
        .allMatch(
            y ->
                isInView(object.x() - radius, y, object.z())
                    && isInView(object.x() + radius, y, object.z())
                    && isInView(object.x(), y, object.z() - radius)
                    && isInView(object.x(), y, object.z() + radius));
  }

  private boolean isInView(double x, double y, double z) {
    Pixel pixel = rays.pixel(new Vector(x, y, z));
    return pixel.x() >= 0 && pixel.x() <= size && pixel.y() >= 0 && pixel.y() <= size;
  }
}
