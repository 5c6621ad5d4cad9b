package dev.jclip.cli.command.detect;

import dev.jclip.cli.output.InnerName;
import dev.jclip.error.DataException;
import dev.jclip.io.AtomicFile;
import dev.jclip.io.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/**
 * A folder in which each image has files under its name, which need not be there yet. Files of an
 * earlier run are replaced. For one thread.
 */
final class OutputFolder {
  private final Path folder;
  private final Set<Path> taken = new HashSet<>();

  OutputFolder(Path folder) {
    this.folder = folder;
  }

  /** Where an image's files go, to which an ending is added; another place for each call. */
  Path place(FoundImage image) {
    Path name = InnerName.of(image.name());
    Path place = folder.resolve(name);
    for (int number = 2; !taken.add(place); number++) {
      place = folder.resolve(name.resolveSibling("%s-%d".formatted(name.getFileName(), number)));
    }
    return place;
  }

  /**
   * Writes one of the files.
   *
   * @throws DataException if it cannot be written
   */
  static void write(Path place, String ending, byte[] content) {
    Path file = place.resolveSibling(place.getFileName() + ending);
    try {
      Files.createDirectories(Objects.requireNonNull(file.toAbsolutePath().getParent()));
      AtomicFile.tryWrite(file, content);
    } catch (IOException e) {
      throw new DataException("%s: cannot be written: %s".formatted(file, IoReason.of(e)), e);
    }
  }
}
