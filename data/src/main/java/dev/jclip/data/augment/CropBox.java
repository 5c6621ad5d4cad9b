package dev.jclip.data.augment;

import dev.jclip.image.RgbImage;
import java.util.random.RandomGenerator;

/**
 * A part of an image.
 *
 * @param left first column, from 0
 * @param top first row, from 0
 * @param width columns, at least 1
 * @param height rows, at least 1
 */
record CropBox(int left, int top, int width, int height) {
  private static final int TRIES = 10;

  /**
   * torchvision's {@code RandomResizedCrop.get_params}: a box of a random area and shape at a
   * random place, or in the middle if ten tries do not fit into the image.
   */
  static CropBox draw(int width, int height, Range scale, Range ratio, RandomGenerator random) {
    double area = (double) width * height;
    for (int i = 0; i < TRIES; i++) {
      double target = area * scale.draw(random);
      double aspect = ratio.drawLog(random);
      double boxWidth = Math.rint(Math.sqrt(target * aspect));
      double boxHeight = Math.rint(Math.sqrt(target / aspect));
      if (boxWidth > 0 && boxWidth <= width && boxHeight > 0 && boxHeight <= height) {
        int top = random.nextInt(height - (int) boxHeight + 1);
        int left = random.nextInt(width - (int) boxWidth + 1);
        return new CropBox(left, top, (int) boxWidth, (int) boxHeight);
      }
    }
    return middle(width, height, ratio);
  }

  /** The largest box in the middle whose shape is allowed. */
  private static CropBox middle(int width, int height, Range ratio) {
    double own = (double) width / height;
    double nearest = ratio.clamp(own);
    int boxWidth = own > nearest ? (int) Math.rint(height * nearest) : width;
    int boxHeight = own < nearest ? (int) Math.rint(width / nearest) : height;
    int columns = Math.clamp(boxWidth, 1, width);
    int rows = Math.clamp(boxHeight, 1, height);
    return new CropBox((width - columns) / 2, (height - rows) / 2, columns, rows);
  }

  RgbImage of(RgbImage image) {
    if (width == image.width() && height == image.height()) {
      return image;
    }
    byte[] rgb = new byte[3 * width * height];
    for (int y = 0; y < height; y++) {
      int from = 3 * ((top + y) * image.width() + left);
      System.arraycopy(image.rgb(), from, rgb, 3 * y * width, 3 * width);
    }
    return new RgbImage(width, height, rgb);
  }
}
