package dev.jclip.cli.output;

import dev.jclip.image.RgbImage;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Base64;

/** Small copies of images, for pages that load nothing. */
public final class Preview {
  private static final int SIDE = 240;
  private static final float QUALITY = 0.8f;

  private Preview() {}

  /** A small copy of an image, as a JPEG file. */
  public static byte[] of(RgbImage image) {
    double scale = Math.min(1, (double) SIDE / Math.max(image.width(), image.height()));
    int width = Math.max(1, (int) Math.round(image.width() * scale));
    int height = Math.max(1, (int) Math.round(image.height() * scale));
    var small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = small.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image.toBufferedImage(), 0, 0, width, height, null);
    graphics.dispose();
    return Jpeg.encode(small, QUALITY);
  }

  /** A JPEG file as the address of an image, which holds the image itself. */
  public static String address(byte[] jpeg) {
    return "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(jpeg);
  }
}
