package dev.jclip.cli.command.ground;

import dev.jclip.cli.command.ground.TurnReport.Mark;
import dev.jclip.cli.command.ground.TurnReport.Role;
import dev.jclip.detect.Box;
import dev.jclip.image.RgbImage;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * An image with the boxes of an answer, above what was said and answered. Small images are drawn
 * larger by a whole factor, so that the words can be read.
 */
record AnnotatedTurn(RgbImage image, String words, TurnReport report) {
  private static final int SMALL = 640;
  private static final int PADDING = 4;
  private static final Font FONT = new Font(Font.SANS_SERIF, Font.BOLD, 14);

  BufferedImage drawn() {
    int scale = Math.max(1, SMALL / Math.max(image.width(), image.height()));
    int width = scale * image.width();
    int height = scale * image.height();
    FontMetrics metrics = metrics();
    List<String> lines = lines(metrics, width - 2 * PADDING);
    var drawing =
        new BufferedImage(
            width,
            height + lines.size() * metrics.getHeight() + 2 * PADDING,
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = drawing.createGraphics();
    try {
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      graphics.setFont(FONT);
      graphics.drawImage(image.toBufferedImage(), 0, 0, width, height, null);
      graphics.setStroke(new BasicStroke(3));
      report.marks().forEach(mark -> draw(mark, scale, graphics));
      graphics.setColor(Color.WHITE);
      int y = height + PADDING + metrics.getAscent();
      for (String line : lines) {
        graphics.drawString(line, PADDING, y);
        y += metrics.getHeight();
      }
    } finally {
      graphics.dispose();
    }
    return drawing;
  }

  private static FontMetrics metrics() {
    Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    try {
      return graphics.getFontMetrics(FONT);
    } finally {
      graphics.dispose();
    }
  }

  private static void draw(Mark mark, int scale, Graphics2D graphics) {
    Box box = mark.box();
    FontMetrics metrics = graphics.getFontMetrics();
    double left = scale * box.left();
    double top = scale * box.top();
    graphics.setColor(colour(mark.role()));
    graphics.draw(new Rectangle2D.Double(left, top, scale * box.width(), scale * box.height()));
    double label = Math.max(0, top - metrics.getHeight());
    graphics.fill(
        new Rectangle2D.Double(
            left, label, metrics.stringWidth(mark.name()) + 2.0 * PADDING, metrics.getHeight()));
    graphics.setColor(Color.WHITE);
    graphics.drawString(
        mark.name(), (float) (left + PADDING), (float) (label + metrics.getAscent()));
  }

  /** Dark enough for white letters. */
  private static Color colour(Role role) {
    return switch (role) {
      case OBJECT -> new Color(0x1a7f37);
      case DESTINATION -> new Color(0x0a58ca);
      case CANDIDATE -> new Color(0xb45309);
      case NEAREST -> new Color(0x57606a);
    };
  }

  private List<String> lines(FontMetrics metrics, int width) {
    var lines = new ArrayList<>(wrapped(words, metrics, width));
    if (!report.decision().equals("object")) {
      lines.addAll(wrapped("→ " + report.rows().getFirst(), metrics, width));
    }
    return lines;
  }

  private static List<String> wrapped(String text, FontMetrics metrics, int width) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (String word : text.strip().split("\\s+", -1)) {
      if (!line.isEmpty() && metrics.stringWidth(line + " " + word) > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
