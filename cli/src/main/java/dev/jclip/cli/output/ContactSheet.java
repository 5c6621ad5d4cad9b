package dev.jclip.cli.output;

import dev.jclip.error.ClipException;
import dev.jclip.image.RgbImage;
import dev.jclip.io.AtomicFile;
import java.awt.AWTError;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Images in rows, each row under a title and each image over a caption. For one thread. */
public final class ContactSheet {
  private static final int GAP = 12;
  private static final int TITLE = 30;
  private static final int CAPTION = 20;

  private final int side;
  private final List<Row> rows = new ArrayList<>();

  /** An image and the line below it. */
  public record Cell(RgbImage image, String caption) {}

  private record Row(String title, List<Cell> cells) {}

  /** A sheet of images of this side, in pixels. */
  public ContactSheet(int side) {
    this.side = side;
  }

  /** Adds a row. */
  public void add(String title, List<Cell> cells) {
    rows.add(new Row(title, List.copyOf(cells)));
  }

  /**
   * Writes the sheet as PNG.
   *
   * @throws ClipException if the file cannot be written, or this machine cannot draw text
   */
  public void write(Path file) {
    try {
      AtomicFile.write(file, Png.encode(drawn()));
    } catch (AWTError | LinkageError | InternalError e) {
      throw new ClipException(
          "this Java cannot draw text (%s); install fontconfig and a font such as DejaVu"
              .formatted(e),
          e);
    }
  }

  private BufferedImage drawn() {
    int columns = rows.stream().mapToInt(row -> row.cells().size()).max().orElse(1);
    int height = TITLE + side + CAPTION + GAP;
    var sheet =
        new BufferedImage(
            GAP + columns * (side + GAP), GAP + rows.size() * height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    try {
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
      for (int row = 0; row < rows.size(); row++) {
        draw(graphics, rows.get(row), GAP + row * height);
      }
    } finally {
      graphics.dispose();
    }
    return sheet;
  }

  private void draw(Graphics2D graphics, Row row, int top) {
    graphics.setColor(Color.BLACK);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
    graphics.drawString(row.title(), GAP, top + TITLE - 10);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    for (int i = 0; i < row.cells().size(); i++) {
      Cell cell = row.cells().get(i);
      int left = GAP + i * (side + GAP);
      graphics.drawImage(cell.image().toBufferedImage(), left, top + TITLE, side, side, null);
      graphics.setColor(Color.DARK_GRAY);
      graphics.drawString(
          fitted(cell.caption(), graphics.getFontMetrics()),
          left,
          top + TITLE + side + CAPTION - 6);
    }
  }

  private String fitted(String text, FontMetrics metrics) {
    String shown = text;
    for (int length = text.length(); metrics.stringWidth(shown) > side && length > 0; length--) {
      shown = text.substring(0, length - 1) + "\u2026";
    }
    return shown;
  }
}
