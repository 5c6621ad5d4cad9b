package dev.jclip.data;

import dev.jclip.data.file.NamedFile;
import dev.jclip.error.DataException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Names of sets, and paths that files name. */
final class DataNames {
  private DataNames() {}

  /** The given name, or the last component of the location. */
  static String of(String location, @Nullable String given) {
    if (given != null) {
      return given;
    }
    int end = location.length();
    while (end > 1 && location.charAt(end - 1) == '/') {
      end--;
    }
    return location.substring(location.lastIndexOf('/', end - 1) + 1, end);
  }

  /** A path that a file names, relative to a folder. */
  static Path in(@Nullable Path folder, String path, Path file) {
    try {
      return NamedFile.existing(folder == null ? Path.of(path) : folder.resolve(path));
    } catch (InvalidPathException e) {
      throw new DataException(
          "%s: \"%s\" cannot be the path of an image: %s".formatted(file, path, e.getReason()), e);
    }
  }

  /** Whether a location is a file or folder, and not a pattern. */
  static boolean exists(String location) {
    try {
      return Files.exists(Path.of(location));
    } catch (InvalidPathException _) { // a glob, on some systems
      return false;
    }
  }

  /**
   * For data without splits.
   *
   * @throws DataException if a split of it is asked for, rather than read the whole as the split
   */
  static void requireNoSplit(String location, String split, boolean required) {
    if (required) {
      throw new DataException(
          "%s: expected the split %s, found data without splits (only folders of splits and Karpathy's JSON have some); name the data of the split, or have this cut into parts"
              .formatted(location, split));
    }
  }
}
