package dev.jclip.cli.command.ground;

import dev.jclip.cli.command.ground.TurnReport.Mark;
import dev.jclip.cli.command.ground.TurnReport.Role;
import dev.jclip.cli.output.LabelledBoxes;
import dev.jclip.cli.output.LabelledBoxes.LabelledBox;
import dev.jclip.image.RgbImage;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** An image with the boxes of an answer, above what was said and answered. */
record AnnotatedTurn(RgbImage image, String words, TurnReport report) {
  private static final int PADDING = 4;
  private static final Font FONT = new Font(Font.SANS_SERIF, Font.BOLD, 14);

  BufferedImage drawn() {
    var boxes = new LabelledBoxes(image);
    FontMetrics metrics = metrics();
    List<String> lines = lines(metrics, boxes.width() - 2 * PADDING);
    var drawing =
        new BufferedImage(
            boxes.width(),
            boxes.height() + lines.size() * metrics.getHeight() + 2 * PADDING,
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = drawing.createGraphics();
    try {
      boxes.draw(
          graphics,
          image.toBufferedImage(),
          report.marks().stream().map(AnnotatedTurn::labelled).toList());
      graphics.setFont(FONT);
      graphics.setColor(Color.WHITE);
      int y = boxes.height() + PADDING + metrics.getAscent();
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

  private static LabelledBox labelled(Mark mark) {
    return new LabelledBox(mark.box(), mark.name(), "", colour(mark.role()));
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
