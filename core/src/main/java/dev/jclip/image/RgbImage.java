package dev.jclip.image;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.util.Arrays;

/**
 * An image of 8-bit RGB pixels. The array is not copied, neither in nor out: whoever shares it must
 * not change it afterwards. Under that rule an instance may be shared between threads.
 *
 * @param width pixels in a row, at least 1
 * @param height rows, at least 1
 * @param rgb [height, width, 3], interleaved red, green, blue, each 0..255
 */
@SuppressWarnings("ArrayRecordComponent") // megabytes of pixels; ownership is documented above
public record RgbImage(int width, int height, byte[] rgb) {
  /**
   * Checks the size.
   *
   * @throws IllegalArgumentException when a side is below 1 or the array's length is not width ×
   *     height × 3
   */
  public RgbImage {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "image: expected at least 1x1 pixels, found " + width + "x" + height);
    }
    if (rgb.length != 3L * width * height) {
      throw new IllegalArgumentException(
          "rgb: expected %d bytes for %dx%d pixels, found %d"
              .formatted(3L * width * height, width, height, rgb.length));
    }
  }

  /**
   * Copies the colours of an image as {@code convert("RGB")} does: alpha is dropped and not
   * blended, and grey samples are taken as they are, without a colour profile.
   */
  public static RgbImage of(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] rgb = new byte[Math.multiplyExact(Math.multiplyExact(width, height), 3)];
    boolean grey =
        image.getType() == BufferedImage.TYPE_BYTE_GRAY
            || image.getType() == BufferedImage.TYPE_USHORT_GRAY;
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      if (grey) {
        readGrey(image.getRaster(), y, row);
      } else {
        image.getRGB(0, y, width, 1, row, 0, width);
      }
      for (int x = 0, at = 3 * y * width; x < width; x++, at += 3) {
        rgb[at] = (byte) (row[x] >> 16);
        rgb[at + 1] = (byte) (row[x] >> 8);
        rgb[at + 2] = (byte) row[x];
      }
    }
    return new RgbImage(width, height, rgb);
  }

  private static void readGrey(Raster raster, int y, int[] row) {
    raster.getSamples(raster.getMinX(), raster.getMinY() + y, row.length, 1, 0, row);
    int surplusBits = raster.getSampleModel().getSampleSize(0) - 8;
    for (int x = 0; x < row.length; x++) {
      row[x] = (row[x] >> surplusBits) * 0x010101;
    }
  }

  /** Returns a copy as an opaque image of type {@link BufferedImage#TYPE_INT_RGB}. */
  public BufferedImage toBufferedImage() {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      for (int x = 0, at = 3 * y * width; x < width; x++, at += 3) {
        row[x] = (rgb[at] & 0xff) << 16 | (rgb[at + 1] & 0xff) << 8 | (rgb[at + 2] & 0xff);
      }
      image.setRGB(0, y, width, 1, row, 0, width);
    }
    return image;
  }

  /** Whether both have the same size and the same pixels. */
  @Override
  public boolean equals(Object other) {
    return other instanceof RgbImage image
        && width == image.width
        && height == image.height
        && Arrays.equals(rgb, image.rgb);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * width + height) + Arrays.hashCode(rgb);
  }

  @Override
  public String toString() {
    return "RgbImage[" + width + "x" + height + "]";
  }
}
