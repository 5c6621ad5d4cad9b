package dev.jclip.cli.output;

import dev.jclip.error.ImageException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Under which name in a folder that a command fills an input is found again. */
public final class InnerName {
  private InnerName() {}

  /**
   * An input's name without what leads out of a folder.
   *
   * @throws ImageException if no file can have the name
   */
  public static Path of(String name) {
    Path path;
    try {
      path = Path.of(name).normalize();
    } catch (InvalidPathException e) {
      throw new ImageException("%s: no name that a file can have".formatted(name), e);
    }
    Path root = path.getRoot();
    Path inside = root == null ? path : root.relativize(path);
    while (inside.startsWith("..")) {
      inside = inside.subpath(1, inside.getNameCount());
    }
    return inside;
  }
}
