package dev.jclip.cli.command.search;

import dev.jclip.error.IndexException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Removes a folder that holds files only. */
final class FolderRemoval {
  private FolderRemoval() {}

  static void remove(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new IndexException(folder + ": cannot be removed: " + e.getMessage(), e);
    }
  }
}
