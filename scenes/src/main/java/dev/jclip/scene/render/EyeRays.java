package dev.jclip.scene.render;

import dev.jclip.scene.Scene;
import java.util.List;

/** The rays from the eye through the points of an image. */
final class EyeRays {
  private static final double DISTANCE = 9;
  private static final double HEIGHT = 0.35;

  private final int size;
  private final double half;
  private final Vector eye;
  private final Vector forward;
  private final Vector right;
  private final Vector up;

  /** Where a point of the scene is seen, in pixels from the image's upper left corner. */
  record Pixel(double x, double y) {}

  /** A ray; its direction has length 1. */
  record Ray(Vector from, Vector direction) {}

  EyeRays(Scene.Camera camera, int size) {
    this.size = size;
    half = camera.extent() / DISTANCE;
    var target = new Vector(camera.shift() * camera.extent(), HEIGHT, 0);
    Vector back = Vector.ofAngles(0, camera.elevation());
    eye = target.plus(back.times(DISTANCE));
    forward = back.times(-1);
    right = forward.cross(Vector.UP).normalized();
    up = right.cross(forward);
  }

  /** In pixels. */
  double focalLength() {
    return size / (2 * half);
  }

  /** How far a ray has come along the camera's axis after a distance. */
  double depth(Ray ray, double distance) {
    return ray.direction().dot(forward) * distance;
  }

  /** Where a point before the eye is seen. */
  Pixel pixel(Vector point) {
    Vector there = point.minus(eye);
    double scale = focalLength() / there.dot(forward);
    return new Pixel(size / 2.0 + scale * there.dot(right), size / 2.0 - scale * there.dot(up));
  }

  /** The camera of these rays. */
  RenderedDepth.Camera camera() {
    Vector down = up.times(-1);
    return new RenderedDepth.Camera(
        focalLength(),
        (size - 1) / 2.0,
        List.of(
            right.x(),
            down.x(),
            forward.x(),
            eye.x(),
            right.y(),
            down.y(),
            forward.y(),
            eye.y(),
            right.z(),
            down.z(),
            forward.z(),
            eye.z(),
            0.0,
            0.0,
            0.0,
            1.0));
  }

  /** Through a point of the image, in pixels from its upper left corner. */
  Ray through(double x, double y) {
    double across = half * (2 * x / size - 1);
    double above = half * (1 - 2 * y / size);
    return new Ray(eye, forward.plus(right.times(across)).plus(up.times(above)).normalized());
  }
}
