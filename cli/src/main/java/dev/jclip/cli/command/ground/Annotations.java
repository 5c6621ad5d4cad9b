package dev.jclip.cli.command.ground;

import dev.jclip.cli.output.Png;
import dev.jclip.cli.output.TextDrawing;
import dev.jclip.error.DataException;
import dev.jclip.image.RgbImage;
import dev.jclip.io.AtomicFile;
import dev.jclip.io.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder with an image for each turn, which need not be there yet. Names are the number of the
 * image, its own name and the number of the turn: {@code 0001-photo.jpg-1.png}. For one thread.
 */
final class Annotations {
  private final Path folder;
  private int images;

  Annotations(Path folder) {
    this.folder = folder;
  }

  /** Begins with another image. */
  OfImage begin(String input, RgbImage image) {
    images++;
    String name = input.substring(input.replace('\\', '/').lastIndexOf('/') + 1);
    return new OfImage("%04d-%s".formatted(images, name.replaceAll("[^\\w.-]", "_")), image);
  }

  /** The turns over one image. */
  final class OfImage {
    private final String name;
    private final RgbImage image;
    private int turns;

    private OfImage(String name, RgbImage image) {
      this.name = name;
      this.image = image;
    }

    /**
     * Writes what was said about the image, and what follows.
     *
     * @throws DataException if the file cannot be written
     */
    void add(String words, TurnReport report) {
      turns++;
      Path file = folder.resolve("%s-%d.png".formatted(name, turns));
      var annotated = new AnnotatedTurn(image, words, report);
      byte[] png = Png.encode(TextDrawing.of(annotated::drawn));
      try {
        Files.createDirectories(folder);
        AtomicFile.tryWrite(file, png);
      } catch (IOException e) {
        throw new DataException("%s: cannot be written: %s".formatted(file, IoReason.of(e)), e);
      }
    }
  }
}
