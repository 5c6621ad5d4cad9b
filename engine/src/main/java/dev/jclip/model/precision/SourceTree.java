package dev.jclip.model.precision;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Folders that people keep under version control or build software from. */
final class SourceTree {
  /** What lies in the uppermost folder of one. */
  private static final List<String> MARKS =
      List.of(
          ".git",
          ".hg",
          ".svn",
          ".jj",
          "pom.xml",
          "build.gradle",
          "build.gradle.kts",
          "settings.gradle",
          "settings.gradle.kts",
          "build.sbt",
          "build.xml",
          "MODULE.bazel",
          "WORKSPACE");

  private SourceTree() {}

  /** Whether a folder lies in one. */
  static boolean contains(Path folder) {
    for (Path above = real(folder); above != null; above = above.getParent()) {
      if (MARKS.stream().map(above::resolve).anyMatch(Files::exists)) {
        return true;
      }
    }
    return false;
  }

  /** Where the folder really is, if it was reached by a link. */
  private static Path real(Path folder) {
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      return folder.toAbsolutePath().normalize();
    }
  }
}
