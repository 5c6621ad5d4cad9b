package dev.jclip.cli.output;

import dev.jclip.image.RgbImage;
import dev.jclip.io.AtomicFile;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Images in rows, each row under a title and each image over a caption. For one thread. */
public final class ContactSheet {
  private static final int GAP = 12;
  private static final int TITLE = 30;
  private static final int CAPTION = 20;
  private static final int LEGEND = 18;
  private static final int FRAME = 4;

  private final int side;
  private final Optional<String> legend;
  private final List<Row> rows = new ArrayList<>();

  /**
   * An image and the line below it.
   *
   * @param frame the colour of the image's frame, if it has one
   */
  public record Cell(RgbImage image, String caption, Optional<Color> frame) {
    /** Without a frame. */
    public Cell(RgbImage image, String caption) {
      this(image, caption, Optional.empty());
    }
  }

  private record Row(String title, List<Cell> cells) {}

  /** A sheet of images of this side, in pixels. */
  public ContactSheet(int side) {
    this(side, Optional.empty());
  }

  /** A sheet of images of this side, in pixels, below a line that says what frames mean. */
  public ContactSheet(int side, String legend) {
    this(side, Optional.of(legend));
  }

  private ContactSheet(int side, Optional<String> legend) {
    this.side = side;
    this.legend = legend;
  }

  /** Adds a row. */
  public void add(String title, List<Cell> cells) {
    rows.add(new Row(title, List.copyOf(cells)));
  }

  /**
   * Writes the sheet as PNG.
   *
   * @throws dev.jclip.error.ClipException if the file cannot be written, or this machine cannot
   *     draw text
   */
  public void write(Path file) {
    AtomicFile.write(file, Png.encode(TextDrawing.of(this::drawn)));
  }

  private BufferedImage drawn() {
    int columns = rows.stream().mapToInt(row -> row.cells().size()).max().orElse(1);
    int height = TITLE + side + CAPTION + GAP;
    int top = GAP + (legend.isPresent() ? LEGEND : 0);
    var sheet =
        new BufferedImage(
            GAP + columns * (side + GAP), top + rows.size() * height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    try {
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
      legend.ifPresent(text -> drawLegend(graphics, text));
      for (int row = 0; row < rows.size(); row++) {
        draw(graphics, rows.get(row), top + row * height);
      }
    } finally {
      graphics.dispose();
    }
    return sheet;
  }

  private static void drawLegend(Graphics2D graphics, String text) {
    graphics.setColor(Color.DARK_GRAY);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    graphics.drawString(text, GAP, GAP + LEGEND - 6);
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
      cell.frame().ifPresent(colour -> drawFrame(graphics, colour, left, top + TITLE));
      graphics.setColor(Color.DARK_GRAY);
      graphics.drawString(
          fitted(cell.caption(), graphics.getFontMetrics()),
          left,
          top + TITLE + side + CAPTION - 6);
    }
  }

  /** Just outside the image, of which it hides nothing. */
  private void drawFrame(Graphics2D graphics, Color colour, int left, int top) {
    graphics.setColor(colour);
    for (int out = 1; out <= FRAME; out++) {
      graphics.drawRect(left - out, top - out, side + 2 * out - 1, side + 2 * out - 1);
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
