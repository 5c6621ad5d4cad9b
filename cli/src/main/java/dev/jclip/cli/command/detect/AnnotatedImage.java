package dev.jclip.cli.command.detect;

import dev.jclip.detect.Box;
import dev.jclip.detect.Detection;
import dev.jclip.image.RgbImage;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * An image with boxes, labels and masks of what was found in it, coloured by query. Small images
 * are drawn larger by a whole factor, so that labels can be read.
 */
final class AnnotatedImage {
  private static final int SMALL = 640;
  private static final int TEXT_PER_SIDE = 40;
  private static final int SMALLEST_TEXT = 13;
  private static final int LINE_PER_SIDE = 320;
  private static final int SMALLEST_LINE = 2;
  private static final int PADDING = 3;
  private static final double GOLDEN_RATIO = 0.618034;
  private static final float SATURATION = 0.8f;
  private static final float BRIGHTNESS = 0.95f;
  private static final double DARK = 140;
  private static final double MASK_SHARE = 0.45;

  private final RgbImage image;

  /** Those of which the image shows a part. */
  private final List<FoundObject> objects;

  private final int scale;
  private final int width;
  private final int height;

  /** Takes what was found, the best first. */
  AnnotatedImage(RgbImage image, List<FoundObject> objects) {
    this.image = image;
    this.objects =
        objects.stream().filter(object -> visible(object.detection()).area() > 0).toList();
    scale = Math.max(1, SMALL / Math.max(image.width(), image.height()));
    width = scale * image.width();
    height = scale * image.height();
  }

  /** The drawing. */
  BufferedImage drawn() {
    var drawing = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = drawing.createGraphics();
    try {
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_STROKE_CONTROL,
          RenderingHints.VALUE_STROKE_PURE); // not half a pixel off
      graphics.drawImage(masked(), 0, 0, width, height, null);
      graphics.setStroke(new BasicStroke(line()));
      for (FoundObject object : objects.reversed()) { // the best on top
        drawBox(graphics, object.detection());
      }
      graphics.setFont(
          new Font(Font.SANS_SERIF, Font.BOLD, Math.max(SMALLEST_TEXT, side() / TEXT_PER_SIDE)));
      drawLabels(graphics);
    } finally {
      graphics.dispose();
    }
    return drawing;
  }

  private Box visible(Detection detection) {
    return detection.box().within(image.width(), image.height());
  }

  private int side() {
    return Math.max(width, height);
  }

  private int line() {
    return Math.max(SMALLEST_LINE, side() / LINE_PER_SIDE);
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

  /** The lines lie inside the box's sides, and inside the image. */
  private void drawBox(Graphics2D graphics, Detection detection) {
    Box box = visible(detection);
    double inset = line() / 2.0;
    graphics.setColor(colour(detection));
    graphics.draw(
        new Rectangle2D.Double(
            scale * box.left() + inset,
            scale * box.top() + inset,
            Math.max(0, scale * box.width() - line()),
            Math.max(0, scale * box.height() - line())));
  }

  /** The best first, which so have their places where these overlap. */
  private void drawLabels(Graphics2D graphics) {
    FontMetrics metrics = graphics.getFontMetrics();
    var taken = new ArrayList<Rectangle>();
    for (FoundObject object : objects) {
      Detection detection = object.detection();
      String text = fitted(detection, metrics);
      int textWidth = metrics.stringWidth(text) + 2 * PADDING;
      Rectangle place = place(visible(detection), textWidth, metrics.getHeight(), taken);
      taken.add(place);
      Color colour = colour(detection);
      graphics.setColor(colour);
      graphics.fill(place);
      graphics.setColor(luminance(colour) < DARK ? Color.WHITE : Color.BLACK);
      graphics.drawString(text, place.x + PADDING, place.y + metrics.getAscent());
    }
  }

  /** Above the box, below it, or inside; where no other label is, if there is such a place. */
  private Rectangle place(Box box, int textWidth, int textHeight, List<Rectangle> taken) {
    int left = (int) Math.round(scale * box.left());
    int right = (int) Math.round(scale * box.right());
    int top = (int) Math.round(scale * box.top());
    int bottom = (int) Math.round(scale * box.bottom());
    List<Rectangle> places =
        Stream.of(top - textHeight, bottom, top, bottom - textHeight)
            .flatMap(y -> Stream.of(new Point(left, y), new Point(right - textWidth, y)))
            .map(
                corner ->
                    new Rectangle(
                        clamp(corner.x, width - textWidth),
                        clamp(corner.y, height - textHeight),
                        textWidth,
                        textHeight))
            .toList();
    return places.stream()
        .filter(place -> taken.stream().noneMatch(place::intersects))
        .findFirst()
        .orElseGet(places::getFirst);
  }

  private static int clamp(int value, int maximum) {
    return Math.max(0, Math.min(value, maximum));
  }

  /** Label and score; a label that is too long for the image is cut, and the score stays. */
  private String fitted(Detection detection, FontMetrics metrics) {
    String score = String.format(Locale.ROOT, " %.2f", detection.score());
    String label = detection.label();
    String shown = label + score;
    for (int length = label.length() - 1;
        metrics.stringWidth(shown) + 2 * PADDING > width && length >= 0;
        length--) {
      shown = label.substring(0, length) + "\u2026" + score;
    }
    return shown;
  }

  /** Neighbouring queries differ as much as all. */
  private static Color colour(Detection detection) {
    return Color.getHSBColor(
        (float) (detection.query() * GOLDEN_RATIO % 1), SATURATION, BRIGHTNESS);
  }

  private static double luminance(Color colour) {
    return 0.299 * colour.getRed() + 0.587 * colour.getGreen() + 0.114 * colour.getBlue();
  }
}
