package dev.jclip.data;

import dev.jclip.data.file.NamedFile;
import dev.jclip.error.DataException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds the names of data sets, and resolves the paths of images that files contain. */
final class DataNames {
  private DataNames() {}

  /** Returns the given name, or the last part of the location's path if none is given. */
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

  /**
   * Resolves the path of an image.
   *
   * @param folder what a relative path starts from; {@code null} for the working directory
   * @param path the path as the file contains it
   * @param file the file that contains the path, for the error message
   * @throws DataException if the operating system allows no such path
   */
  static Path in(@Nullable Path folder, String path, Path file) {
    try {
      return NamedFile.existing(folder == null ? Path.of(path) : folder.resolve(path));
    } catch (InvalidPathException e) {
      throw new DataException(
          "%s: \"%s\" cannot be the path of an image: %s".formatted(file, path, e.getReason()), e);
    }
  }

  /** Whether a location is an existing file or folder, and not a pattern. */
  static boolean exists(String location) {
    try {
      return Files.exists(Path.of(location));
    } catch (InvalidPathException _) { // a glob, on some systems
      return false;
    }
  }

  /**
   * Checks that a data set without splits may be read whole.
   *
   * @throws DataException if the split is required, since the whole data is not that split
   */
  static void requireNoSplit(String location, String split, boolean required) {
    if (required) {
      throw new DataException(
          "%s: expected the split %s, found data without splits (only folders of splits and Karpathy's JSON have splits); name a file or folder that holds only this split, or have this data cut into parts"
              .formatted(location, split));
    }
  }
}
