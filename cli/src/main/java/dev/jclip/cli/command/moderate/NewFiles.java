package dev.jclip.cli.command.moderate;

import dev.jclip.io.AtomicFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Writes files into a folder without ever changing one that is there. A file is written and forced
 * to disk as {@code .incomplete/…} and then gets its name, so that each file elsewhere in the
 * folder is whole, whenever the program ends.
 *
 * @param folder which need not be there yet
 */
record NewFiles(Path folder) {
  private static final String INCOMPLETE = ".incomplete";

  /**
   * Writes a file under a name, or under one with a number where another file has the name. A file
   * that has the name and the content already stays as it is.
   */
  void write(Path name, byte[] content) throws IOException {
    Path incomplete = Files.createDirectories(folder.resolve(INCOMPLETE));
    Path temporary = AtomicFile.temporaryBeside(incomplete.resolve("file"));
    try {
      AtomicFile.tryWrite(temporary, content);
      Path target = folder.resolve(name);
      Files.createDirectories(target.toAbsolutePath().getParent());
      for (int number = 2; !isPlaced(temporary, target, content); number++) {
        target = numbered(folder.resolve(name), number);
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** A link fails where a name is taken, unlike a move, which may replace what has it. */
  private static boolean isPlaced(Path temporary, Path target, byte[] content) throws IOException {
    try {
      Files.createLink(target, temporary);
      return true;
    } catch (FileAlreadyExistsException _) {
      return holds(target, content);
    } catch (UnsupportedOperationException | FileSystemException _) { // no links here
      if (Files.exists(target)) {
        return holds(target, content);
      }
      Files.move(temporary, target);
      return true;
    }
  }

  private static boolean holds(Path target, byte[] content) throws IOException {
    return Files.isRegularFile(target)
        && Files.size(target) == content.length
        && Arrays.equals(Files.readAllBytes(target), content);
  }

  private static Path numbered(Path name, int number) {
    String text = String.valueOf(name.getFileName());
    int dot = text.lastIndexOf('.');
    return name.resolveSibling(
        dot > 0
            ? "%s-%d%s".formatted(text.substring(0, dot), number, text.substring(dot))
            : "%s-%d".formatted(text, number));
  }
}
