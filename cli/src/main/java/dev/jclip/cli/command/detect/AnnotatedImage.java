package dev.jclip.cli.command.detect;

import dev.jclip.cli.output.LabelledBoxes;
import dev.jclip.cli.output.LabelledBoxes.LabelledBox;
import dev.jclip.detect.Detection;
import dev.jclip.image.RgbImage;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;

/**
 * An image with boxes, labels and masks of what was found in it, coloured by query.
 *
 * @param objects what was found, the best first
 */
record AnnotatedImage(RgbImage image, List<FoundObject> objects) {
  private static final double GOLDEN_RATIO = 0.618034;
  private static final float SATURATION = 0.8f;
  private static final float BRIGHTNESS = 0.95f;
  private static final double MASK_SHARE = 0.45;

  /** The drawing. */
  BufferedImage drawn() {
    var boxes = new LabelledBoxes(image);
    var drawing = new BufferedImage(boxes.width(), boxes.height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = drawing.createGraphics();
    try {
      boxes.draw(
          graphics,
          masked(),
          objects.stream().map(object -> labelled(object.detection())).toList());
    } finally {
      graphics.dispose();
    }
    return drawing;
  }

  private static LabelledBox labelled(Detection detection) {
    return new LabelledBox(
        detection.box(),
        detection.label(),
        String.format(Locale.ROOT, " %.2f", detection.score()),
        colour(detection));
  }

  private BufferedImage masked() {
    BufferedImage masked = image.toBufferedImage();
    for (FoundObject object : objects.reversed()) {
      Color colour = colour(object.detection());
      object.region().ifPresent(region -> tint(masked, region, colour));
    }
    return masked;
  }

  private static void tint(BufferedImage image, Region region, Color colour) {
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        if (region.contains(x, y)) {
          var below = new Color(image.getRGB(x, y));
          image.setRGB(
              x,
              y,
              new Color(
                      mixed(below.getRed(), colour.getRed()),
                      mixed(below.getGreen(), colour.getGreen()),
                      mixed(below.getBlue(), colour.getBlue()))
                  .getRGB());
        }
      }
    }
  }

  private static int mixed(int below, int above) {
    return (int) Math.round(below + (above - below) * MASK_SHARE);
  }

  /** Neighbouring queries differ as much as all. */
  private static Color colour(Detection detection) {
    return Color.getHSBColor(
        (float) (detection.query() * GOLDEN_RATIO % 1), SATURATION, BRIGHTNESS);
  }
}
