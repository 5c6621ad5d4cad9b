package dev.jclip.cli.output;

import dev.jclip.detect.Box;
import dev.jclip.image.RgbImage;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Draws images with labelled boxes. Small images are drawn larger by a whole factor, so that labels
 * can be read.
 */
public final class LabelledBoxes {
  private static final int SMALL = 640;
  private static final int TEXT_PER_SIDE = 40;
  private static final int SMALLEST_TEXT = 13;
  private static final int LINE_PER_SIDE = 320;
  private static final int SMALLEST_LINE = 2;
  private static final int PADDING = 3;
  private static final double DARK = 140;

  private final int imageWidth;
  private final int imageHeight;
  private final int scale;

  /** For an image, by its size. */
  public LabelledBoxes(RgbImage image) {
    imageWidth = image.width();
    imageHeight = image.height();
    scale = Math.max(1, SMALL / Math.max(imageWidth, imageHeight));
  }

  /**
   * A box and what is written beside it.
   *
   * @param label is cut where it is too long for the image
   * @param end behind the label, and never cut
   */
  public record LabelledBox(Box box, String label, String end, Color colour) {}

  /** Pixels in a row of the drawing. */
  public int width() {
    return scale * imageWidth;
  }

  /** Rows of the drawing. */
  public int height() {
    return scale * imageHeight;
  }

  /**
   * Draws an image at the top left, and the boxes over it. Boxes beyond the image are left out.
   *
   * @param boxes in pixels of the image, the most important first, which is drawn on top
   */
  public void draw(Graphics2D graphics, Image image, List<LabelledBox> boxes) {
    List<LabelledBox> seen = boxes.stream().filter(box -> visible(box).area() > 0).toList();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_STROKE_CONTROL,
        RenderingHints.VALUE_STROKE_PURE); // not half a pixel off
    graphics.drawImage(image, 0, 0, width(), height(), null);
    graphics.setStroke(new BasicStroke(line()));
    seen.reversed().forEach(box -> drawBox(graphics, box));
    graphics.setFont(
        new Font(Font.SANS_SERIF, Font.BOLD, Math.max(SMALLEST_TEXT, side() / TEXT_PER_SIDE)));
    drawLabels(graphics, seen);
  }

  private Box visible(LabelledBox box) {
    return box.box().within(imageWidth, imageHeight);
  }

  private int side() {
    return Math.max(width(), height());
  }

  private int line() {
    return Math.max(SMALLEST_LINE, side() / LINE_PER_SIDE);
  }

  /** The lines lie inside the box's sides, and inside the image. */
  private void drawBox(Graphics2D graphics, LabelledBox labelled) {
    Box box = visible(labelled);
    double inset = line() / 2.0;
    graphics.setColor(labelled.colour());
    graphics.draw(
        new Rectangle2D.Double(
            scale * box.left() + inset,
            scale * box.top() + inset,
            Math.max(0, scale * box.width() - line()),
            Math.max(0, scale * box.height() - line())));
  }

  /** The first ones have their places where these overlap. */
  private void drawLabels(Graphics2D graphics, List<LabelledBox> boxes) {
    FontMetrics metrics = graphics.getFontMetrics();
    var taken = new ArrayList<Rectangle>();
    for (LabelledBox box : boxes) {
      String text = fitted(box, metrics);
      int textWidth = metrics.stringWidth(text) + 2 * PADDING;
      Rectangle place = place(visible(box), textWidth, metrics.getHeight(), taken);
      taken.add(place);
      graphics.setColor(box.colour());
      graphics.fill(place);
      graphics.setColor(luminance(box.colour()) < DARK ? Color.WHITE : Color.BLACK);
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
                        clamp(corner.x, width() - textWidth),
                        clamp(corner.y, height() - textHeight),
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

  private String fitted(LabelledBox box, FontMetrics metrics) {
    String label = box.label();
    String shown = label + box.end();
    for (int length = label.length() - 1;
        metrics.stringWidth(shown) + 2 * PADDING > width() && length >= 0;
        length--) {
      shown = label.substring(0, length) + "\u2026" + box.end();
    }
    return shown;
  }

  private static double luminance(Color colour) {
    return 0.299 * colour.getRed() + 0.587 * colour.getGreen() + 0.114 * colour.getBlue();
  }
}
