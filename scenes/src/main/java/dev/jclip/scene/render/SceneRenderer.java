package dev.jclip.scene.render;

import dev.jclip.image.RgbImage;
import dev.jclip.scene.Scene;

/**
 * Draws scenes: rays are followed from the eye to bodies and ground, from there to the lamp, and
 * from metal once more into the surroundings. Immutable; safe for many threads.
 */
public final class SceneRenderer {
  /** Rays across a pixel that shows an edge. */
  private static final int FINE = 4;

  private static final int COARSE = 2;

  private final int size;

  /**
   * Chooses the size.
   *
   * @param size side of the images in pixels, 8 to 4096
   */
  public SceneRenderer(int size) {
    if (size < 8 || size > 4096) {
      throw new IllegalArgumentException("size: expected 8 to 4096 pixels, found " + size);
    }
    this.size = size;
  }

  /** Draws a scene. */
  public Rendering render(Scene scene) {
    var rays = new EyeRays(scene.camera(), size);
    var shading = new Shading(scene);
    int[] objects = new int[size * size];
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        objects[y * size + x] = shading.objectAt(rays.through(x + 0.5, y + 0.5));
      }
    }
    byte[] rgb = new byte[3 * size * size];
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        int across = isEdge(objects, x, y) ? FINE : COARSE;
        Vector light = light(rays, shading, x, y, across);
        int at = 3 * (y * size + x);
        rgb[at] = Tone.level(light.x());
        rgb[at + 1] = Tone.level(light.y());
        rgb[at + 2] = Tone.level(light.z());
      }
    }
    return new Rendering(new RgbImage(size, size, rgb), objects);
  }

  /** How deep a scene is in each pixel of its image. */
  public RenderedDepth depth(Scene scene) {
    var rays = new EyeRays(scene.camera(), size);
    var shading = new Shading(scene);
    float[] depths = new float[size * size];
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        EyeRays.Ray ray = rays.through(x + 0.5, y + 0.5);
        double depth = rays.depth(ray, shading.distance(ray));
        depths[y * size + x] = Double.isInfinite(depth) ? 0 : (float) depth;
      }
    }
    return new RenderedDepth(size, depths, rays.camera());
  }

  private static Vector light(EyeRays rays, Shading shading, int x, int y, int across) {
    Vector sum = Vector.ZERO;
    for (int row = 0; row < across; row++) {
      for (int column = 0; column < across; column++) {
        double right = x + (column + 0.5) / across;
        double down = y + (row + 0.5) / across;
        sum = sum.plus(shading.light(rays.through(right, down)));
      }
    }
    return sum.times(1.0 / (across * across));
  }

  private boolean isEdge(int[] objects, int x, int y) {
    int at = y * size + x;
    int here = objects[at];
    return (x > 0 && objects[at - 1] != here)
        || (x + 1 < size && objects[at + 1] != here)
        || (y > 0 && objects[at - size] != here)
        || (y + 1 < size && objects[at + size] != here);
  }
}
