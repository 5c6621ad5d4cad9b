package dev.jclip.scene.render;

import java.util.ArrayList;
import java.util.List;

/**
 * How deep a scene is in each pixel, in the scene's own unit of length.
 *
 * @param size side of the image in pixels
 * @param depths along the direction in which the camera looks, row after row; 0 where there is
 *     neither object nor ground; not copied
 * @param camera the camera that sees it
 */
@SuppressWarnings("ArrayRecordComponent") // one number a pixel
public record RenderedDepth(int size, float[] depths, Camera camera) {
  /**
   * A camera without distortion, in the convention of OpenCV: x to the right, y down, z into the
   * scene, and the middle of the upper left pixel is (0, 0).
   *
   * @param focalLength in pixels, across and down
   * @param principalPoint where the camera looks, in pixels, across and down
   * @param toScene the matrix, row after row, that makes a scene's coordinates of the camera's
   */
  public record Camera(double focalLength, double principalPoint, List<Double> toScene) {
    /** Copies the matrix. */
    public Camera {
      toScene = List.copyOf(toScene);
    }

    /**
     * The same in another unit of length.
     *
     * @param factor the scene's unit in the other one
     */
    public Camera scaled(double factor) {
      var scaled = new ArrayList<>(toScene);
      for (int shift : new int[] {3, 7, 11}) {
        scaled.set(shift, factor * toScene.get(shift));
      }
      return new Camera(focalLength, principalPoint, scaled);
    }
  }
}
