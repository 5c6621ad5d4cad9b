package dev.jclip.cli.input;

import dev.jclip.cli.input.Inputs.Input;
import dev.jclip.image.file.ImageFiles;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A pattern of file names that the shell has not expanded, with {@code *}, {@code ?}, {@code [..]},
 * {@code {a,b}} and, for any number of folders, {@code **}.
 *
 * @param root the folder above the first wildcard
 * @param depth how many levels below it a match can lie
 * @param listed whether a wildcard may stand for a file or folder: as in shells, for one that is
 *     hidden only if the pattern asks for it
 * @param matcher whether a file below the root matches
 */
record Glob(Path root, int depth, PathMatcher listed, PathMatcher matcher) {
  private static final Pattern WILDCARD = Pattern.compile("[*?\\[{]");

  /** Whether a name holds a wildcard. */
  static boolean isOne(String name) {
    return WILDCARD.matcher(name).find();
  }

  /**
   * Reads a name with at least one wildcard.
   *
   * @throws java.util.regex.PatternSyntaxException if it is malformed
   */
  static Glob of(String name) {
    String pattern = name.replaceAll("/+", "/");
    String beforeWildcard = WILDCARD.split(pattern, 2)[0];
    String root = beforeWildcard.substring(0, beforeWildcard.lastIndexOf('/') + 1);
    String below = pattern.substring(root.length());
    int depth =
        below.contains("**")
            ? Integer.MAX_VALUE
            : 1 + (int) below.chars().filter(character -> character == '/').count();
    return new Glob(Path.of(root), depth, listed(List.of(below.split("/"))), matcher(pattern));
  }

  private static PathMatcher listed(List<String> parts) {
    boolean dotted = parts.stream().anyMatch(part -> part.startsWith("."));
    return path ->
        dotted || !ImageFiles.isHidden(path) || parts.contains(path.getFileName().toString());
  }

  /** To Java {@code **}/ is one folder or more, to shells none or more. */
  private static PathMatcher matcher(String pattern) {
    FileSystem files = FileSystems.getDefault();
    PathMatcher folders = files.getPathMatcher("glob:" + pattern);
    PathMatcher noFolders = files.getPathMatcher("glob:" + pattern.replace("**/", ""));
    return path -> folders.matches(path) || noFolders.matches(path);
  }

  /** The files that match, sorted by name. */
  List<Input> find() {
    return Files.isDirectory(root)
        ? FileTree.find(root, depth, listed, path -> listed.matches(path) && matcher.matches(path))
        : List.of();
  }
}
