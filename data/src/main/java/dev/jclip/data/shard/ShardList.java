package dev.jclip.data.shard;

import dev.jclip.data.file.Folders;
import dev.jclip.error.DataException;
import dev.jclip.io.IoReason;
import dev.jclip.io.NameOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the shards that a name stands for. */
public final class ShardList {
  private static final List<String> ENDINGS =
      List.of(
          ".tar",
          ".tar.gz",
          ".tgz",
          ".tar.bz2",
          ".tbz2",
          ".tbz",
          ".tar.xz",
          ".txz",
          ".tar.zst",
          ".tzst");
  private static final Comparator<Path> ORDER =
      Comparator.comparing(Path::toString, NameOrder.NATURAL);

  private ShardList() {}

  /**
   * The shards of a file, a folder (its {@code *.tar}, {@code *.tar.gz} and the like), a glob such
   * as {@code data/*.tar}, or braces such as {@code train-{0000..0006}.tar.gz} and {@code
   * {a,b}/*.tar}. What a folder or a glob stands for is sorted, numbers by value; braces keep their
   * own order.
   *
   * @throws DataException if nothing matches, or a file that braces name does not exist
   */
  public static List<Path> expand(String location) {
    try {
      Path path = pathIfPossible(location);
      if (path != null && Files.exists(path)) {
        return Files.isDirectory(path) ? folder(path) : List.of(path);
      }
      return BracePattern.expand(location).stream()
          .flatMap(name -> named(name, location).stream())
          .toList();
    } catch (IOException e) {
      throw new DataException("%s: cannot be listed: %s".formatted(location, IoReason.of(e)), e);
    } catch (InvalidPathException | PatternSyntaxException e) {
      throw new DataException(
          "%s: expected shards, a folder or a glob: %s".formatted(location, e.getMessage()), e);
    }
  }

  /** Whether a name is a pattern rather than a file or folder. */
  public static boolean isPattern(String location) {
    return isGlob(location) || !BracePattern.expand(location).equals(List.of(location));
  }

  /** Whether a file's name ends as a shard's does. */
  public static boolean isShard(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return !name.startsWith(".") && ENDINGS.stream().anyMatch(name::endsWith);
  }

  /** The shards of a folder, which may have none. */
  public static List<Path> in(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(ShardList::isShard).filter(Files::isRegularFile).sorted(ORDER).toList();
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static @Nullable Path pathIfPossible(String location) {
    try {
      return Path.of(location);
    } catch (InvalidPathException _) { // a glob, on some systems
      return null;
    }
  }

  private static List<Path> folder(Path folder) throws IOException {
    return requireSome(
        in(folder), folder.toString(), "the folder holds no " + String.join(", ", ENDINGS));
  }

  private static List<Path> named(String name, String location) {
    if (isGlob(name)) {
      return requireSome(glob(name), location, "no file matches " + name);
    }
    Path file = Path.of(name);
    if (!Files.exists(file)) {
      throw new DataException(
          "%s: expected shards, but %s does not exist".formatted(location, name));
    }
    return List.of(file);
  }

  private static boolean isGlob(String name) {
    return name.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
  }

  private static List<Path> requireSome(List<Path> shards, String location, String reason) {
    if (shards.isEmpty()) {
      throw new DataException("%s: expected shards, but %s".formatted(location, reason));
    }
    return shards;
  }

  /** Walks from the folder before the first component that is a pattern. */
  private static List<Path> glob(String glob) {
    int fixed = glob.lastIndexOf('/', firstWildcard(glob)) + 1;
    Path folder = Path.of(glob.substring(0, fixed));
    String rest = glob.substring(fixed);
    int depth = rest.contains("**") ? Integer.MAX_VALUE : rest.split("/").length;
    PathMatcher matcher = folder.getFileSystem().getPathMatcher("glob:" + rest);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try {
      return Folders.files(folder, depth, file -> matcher.matches(folder.relativize(file))).stream()
          .sorted(ORDER)
          .toList();
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  private static DataException unreadable(Path folder, IOException e) {
    return new DataException("%s: cannot be listed: %s".formatted(folder, IoReason.of(e)), e);
  }

  private static int firstWildcard(String glob) {
    int at = 0;
    while ("*?[".indexOf(glob.charAt(at)) < 0) {
      at++;
    }
    return at;
  }
}
