package dev.jclip.cli;

import dev.jclip.error.ClipException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Turns what stands on the command line into pictures: files, folders, globs, names on stdin. */
public final class Inputs {
  private static final Set<String> ENDINGS =
      Set.of("jpg", "jpeg", "jpe", "jfif", "png", "gif", "bmp", "dib", "tif", "tiff", "webp");
  private static final String STDIN = "-";

  private Inputs() {}

  /** A picture to read, or an argument that stands for none. */
  public sealed interface Input {
    /** What the output calls it. */
    String name();

    /** A file that may be a picture. */
    record Picture(String name, Path file) implements Input {}

    /** An argument that leads to no file. */
    record Nothing(String name, String reason) implements Input {}
  }

  /**
   * Expands arguments, in their order; files of a folder or glob are sorted by name.
   *
   * @param stdin where the names come from that {@code -} stands for, one a line
   */
  public static List<Input> expand(List<String> arguments, InputStream stdin) {
    var inputs = new ArrayList<Input>();
    for (String argument : arguments) {
      if (argument.equals(STDIN)) {
        names(stdin).forEach(name -> inputs.addAll(expand(name)));
      } else {
        inputs.addAll(expand(argument));
      }
    }
    return inputs;
  }

  private static List<String> names(InputStream stdin) {
    return new BufferedReader(new InputStreamReader(stdin, StandardCharsets.UTF_8))
        .lines()
        .filter(line -> !line.isBlank())
        .toList();
  }

  private static List<Input> expand(String argument) {
    Path path = Path.of(argument);
    if (Files.isDirectory(path)) {
      return folder(argument, path);
    }
    if (!Files.exists(path) && argument.matches(".*[*?\\[{].*")) {
      return glob(argument);
    }
    return List.of(new Input.Picture(argument, path));
  }

  private static List<Input> folder(String argument, Path folder) {
    List<Input> pictures = walk(folder, Inputs::hasPictureEnding);
    return pictures.isEmpty()
        ? List.of(
            new Input.Nothing(
                argument, argument + ": the folder holds no pictures (" + endings() + ")"))
        : pictures;
  }

  private static List<Input> glob(String argument) {
    int firstWild =
        Stream.of('*', '?', '[', '{')
            .mapToInt(argument::indexOf)
            .filter(i -> i >= 0)
            .min()
            .orElseThrow();
    int slash = argument.lastIndexOf('/', firstWild);
    Path root = Path.of(slash < 0 ? "." : argument.substring(0, Math.max(slash, 1)));
    PathMatcher matcher =
        FileSystems.getDefault().getPathMatcher("glob:" + (slash < 0 ? "./" : "") + argument);
    List<Input> matches = Files.isDirectory(root) ? walk(root, matcher) : List.of();
    return matches.isEmpty()
        ? List.of(new Input.Nothing(argument, argument + ": no file matches"))
        : matches;
  }

  private static List<Input> walk(Path root, PathMatcher wanted) {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .filter(wanted::matches)
          .sorted()
          .<Input>map(file -> new Input.Picture(file.toString(), file))
          .toList();
    } catch (IOException e) {
      throw new ClipException(root + ": cannot be listed: " + e.getMessage(), e);
    }
  }

  private static boolean hasPictureEnding(Path file) {
    String name = file.getFileName().toString();
    return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
  }

  private static String endings() {
    return String.join(", ", ENDINGS.stream().sorted().toList());
  }
}
