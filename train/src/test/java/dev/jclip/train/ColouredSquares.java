package dev.jclip.train;

import dev.jclip.data.pair.PairOptions;
import dev.jclip.data.pair.PairSource;
import dev.jclip.data.pair.PairSources;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** Pairs for tests: images of a square each, with a caption that says its colour and its place. */
public final class ColouredSquares {
  /** How many pairs there are. */
  public static final int COUNT = 24;

  private static final List<String> COLOURS = List.of("red", "green", "blue", "yellow");
  private static final List<Color> PAINTS =
      List.of(Color.RED, Color.GREEN, Color.BLUE, Color.YELLOW);

  private ColouredSquares() {}

  /** Writes the images and a table of them into a folder, and opens it. */
  public static PairSource write(Path folder) {
    try {
      var rows = new ArrayList<>(List.of("filepath\ttitle"));
      for (int i = 0; i < COUNT; i++) {
        int colour = i % COLOURS.size();
        int place = i / COLOURS.size();
        var image = new BufferedImage(20, 16, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(PAINTS.get(colour));
        graphics.fillRect(2 * place, place, 6, 6);
        graphics.dispose();
        String name = "%02d.png".formatted(i);
        ImageIO.write(image, "png", folder.resolve(name).toFile());
        rows.add("%s\ta %s square at place %d".formatted(name, COLOURS.get(colour), place));
      }
      Path table = Files.write(folder.resolve("pairs.tsv"), rows);
      return PairSources.open(table.toString(), PairOptions.defaults());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
