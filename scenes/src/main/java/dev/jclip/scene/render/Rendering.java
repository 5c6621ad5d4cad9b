package dev.jclip.scene.render;

import dev.jclip.image.RgbImage;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * An image and what is where in it.
 *
 * @param objects for each pixel, row after row, the index of the object at its middle, or {@link
 *     #GROUND}; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // one number a pixel
public record Rendering(RgbImage image, int[] objects) {
  /** Where there is no object. */
  public static final int GROUND = -1;

  /**
   * A rectangle of pixels.
   *
   * @param x of its left column
   * @param y of its upper row
   */
  public record Box(int x, int y, int width, int height) {}

  /** How many pixels show an object. */
  public int pixels(int object) {
    return Math.toIntExact(IntStream.of(objects).filter(at -> at == object).count());
  }

  /** The smallest box around what is seen of an object; none if it is not seen. */
  public Optional<Box> box(int object) {
    int width = image.width();
    int left = width;
    int right = -1;
    int top = image.height();
    int bottom = -1;
    for (int i = 0; i < objects.length; i++) {
      if (objects[i] == object) {
        left = Math.min(left, i % width);
        right = Math.max(right, i % width);
        top = Math.min(top, i / width);
        bottom = Math.max(bottom, i / width);
      }
    }
    return right < 0
        ? Optional.empty()
        : Optional.of(new Box(left, top, right - left + 1, bottom - top + 1));
  }

  /**
   * What is seen of an object, as COCO's uncompressed run lengths: column after column, the numbers
   * of pixels without and with it in turn.
   */
  public int[] runs(int object) {
    var runs = IntStream.builder();
    boolean within = false;
    int run = 0;
    for (int x = 0; x < image.width(); x++) {
      for (int y = 0; y < image.height(); y++) {
        if ((objects[y * image.width() + x] == object) != within) {
          runs.add(run);
          run = 0;
          within = !within;
        }
        run++;
      }
    }
    return runs.add(run).build().toArray();
  }
}
