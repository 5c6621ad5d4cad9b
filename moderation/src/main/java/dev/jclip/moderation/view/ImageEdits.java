package dev.jclip.moderation.view;

import dev.jclip.image.RgbImage;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Images made from others: parts of them, and what they are after everyday changes. */
public final class ImageEdits {
  private static final float QUALITY = 0.5f;

  private ImageEdits() {}

  /** A part of an image. */
  public static RgbImage crop(RgbImage image, Box box) {
    if (box.equals(new Box(0, 0, image.width(), image.height()))) {
      return image;
    }
    byte[] rgb = new byte[3 * box.width() * box.height()];
    for (int y = 0; y < box.height(); y++) {
      System.arraycopy(
          image.rgb(),
          3 * ((box.y() + y) * image.width() + box.x()),
          rgb,
          3 * y * box.width(),
          3 * box.width());
    }
    return new RgbImage(box.width(), box.height(), rgb);
  }

  /** The image with left and right exchanged. */
  public static RgbImage flip(RgbImage image) {
    byte[] rgb = new byte[image.rgb().length];
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        System.arraycopy(
            image.rgb(),
            3 * (y * image.width() + x),
            rgb,
            3 * (y * image.width() + image.width() - 1 - x),
            3);
      }
    }
    return new RgbImage(image.width(), image.height(), rgb);
  }

  /**
   * What an image may become on its way through other people's programs, without showing anything
   * else: cut by a twentieth at each edge, flipped, at half its size, and compressed as JPEG of
   * quality 50.
   */
  public static List<RgbImage> everydayChanges(RgbImage image) {
    int cutX = image.width() / 20;
    int cutY = image.height() / 20;
    return List.of(
        crop(image, new Box(cutX, cutY, image.width() - 2 * cutX, image.height() - 2 * cutY)),
        flip(image),
        half(image),
        recompressed(image));
  }

  private static RgbImage half(RgbImage image) {
    int width = Math.max(1, image.width() / 2);
    int height = Math.max(1, image.height() / 2);
    var smaller = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = smaller.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image.toBufferedImage(), 0, 0, width, height, null);
    graphics.dispose();
    return RgbImage.of(smaller);
  }

  private static RgbImage recompressed(RgbImage image) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    var bytes = new ByteArrayOutputStream();
    try (var out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(QUALITY);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image.toBufferedImage(), null, null), parameters);
      out.flush();
      return RgbImage.of(ImageIO.read(new ByteArrayInputStream(bytes.toByteArray())));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // nothing is written but memory
    } finally {
      writer.dispose();
    }
  }

  /** The image with a part of it blurred so that nothing in it can be told. */
  public static RgbImage blur(RgbImage image, Box box) {
    int cells = 6;
    int cell = Math.max(1, Math.max(box.width(), box.height()) / cells);
    byte[] rgb = image.rgb().clone();
    for (int top = box.y(); top < box.y() + box.height(); top += cell) {
      for (int left = box.x(); left < box.x() + box.width(); left += cell) {
        average(
            image,
            rgb,
            new Box(
                left,
                top,
                Math.min(cell, box.x() + box.width() - left),
                Math.min(cell, box.y() + box.height() - top)));
      }
    }
    return new RgbImage(image.width(), image.height(), rgb);
  }

  private static void average(RgbImage image, byte[] rgb, Box cell) {
    for (int channel = 0; channel < 3; channel++) {
      long sum = 0;
      for (int y = cell.y(); y < cell.y() + cell.height(); y++) {
        for (int x = cell.x(); x < cell.x() + cell.width(); x++) {
          sum += image.rgb()[3 * (y * image.width() + x) + channel] & 0xff;
        }
      }
      byte mean = (byte) (sum / ((long) cell.width() * cell.height()));
      for (int y = cell.y(); y < cell.y() + cell.height(); y++) {
        for (int x = cell.x(); x < cell.x() + cell.width(); x++) {
          rgb[3 * (y * image.width() + x) + channel] = mean;
        }
      }
    }
  }
}
