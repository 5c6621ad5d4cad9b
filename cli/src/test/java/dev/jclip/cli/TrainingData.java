package dev.jclip.cli;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** Coloured shapes with captions, and a small architecture. */
final class TrainingData {
  static final List<String> COLOURS = List.of("red", "green", "blue", "yellow");
  private static final List<Color> PAINTS =
      List.of(Color.RED, Color.GREEN, Color.BLUE, Color.YELLOW);
  private static final int PLACES = 10;

  private TrainingData() {}

  /** 40 images with a caption each, as a table with columns filepath and title. */
  static Path write(Path folder) throws IOException {
    Files.createDirectories(folder);
    var rows = new ArrayList<>(List.of("filepath\ttitle\tcolour"));
    for (int i = 0; i < COLOURS.size() * PLACES; i++) {
      int colour = i % COLOURS.size();
      int place = i / COLOURS.size();
      var image = new BufferedImage(20, 16, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = image.createGraphics();
      graphics.setColor(PAINTS.get(colour));
      graphics.fillRect(place, place / 2, 6, 6);
      graphics.dispose();
      String name = "%02d.png".formatted(i);
      ImageIO.write(image, "png", folder.resolve(name).toFile());
      String caption = "a %s square at place %d".formatted(COLOURS.get(colour), place);
      rows.add(name + "\t" + caption + "\t" + COLOURS.get(colour));
    }
    return Files.write(folder.resolve("pairs.tsv"), rows);
  }

  /** The command that trains on it; what is wanted besides goes last. */
  static List<String> command(
      Path data, Path architecture, Path logs, String name, String... more) {
    var command =
        new ArrayList<>(
            List.of(
                "train",
                "--train-data",
                data.toString(),
                "--model",
                architecture.toString(),
                "--vocab-size",
                "560",
                "--logs",
                logs.toString(),
                "--name",
                name));
    command.addAll(List.of(more));
    return command;
  }

  static Path architecture(Path folder) throws IOException {
    return Files.writeString(
        folder.resolve("architecture.json"),
        """
        {"embed_dim": 16,
         "vision_cfg": {"image_size": 16, "layers": 2, "width": 32, "patch_size": 4, "head_width": 16},
         "text_cfg": {"context_length": 16, "vocab_size": 600, "width": 32, "heads": 2, "layers": 2}}
        """);
  }
}
