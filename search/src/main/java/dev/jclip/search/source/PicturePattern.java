package dev.jclip.search.source;

import dev.jclip.io.ComposedText;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Which of an index's images a name stands for. */
public final class PicturePattern {
  private static final Pattern WILDCARD = Pattern.compile("[*?\\[{]");

  private PicturePattern() {}

  /**
   * Tells ids that a name stands for: an image's, those below a folder, those of a shard, or those
   * whose paths match a pattern with {@code *}, {@code ?}, {@code [..]}, {@code {a,b}} and, for any
   * folders, {@code **}. Relative names are below the working folder. Nothing needs to be there any
   * more, and letters may be composed or not.
   *
   * @throws java.util.regex.PatternSyntaxException if a pattern is malformed
   */
  public static Predicate<String> of(String name) {
    String path = ComposedText.of(Path.of(name).toAbsolutePath().normalize().toString());
    Predicate<String> named = id -> Places.holds(path, id);
    Predicate<String> composed = WILDCARD.matcher(name).find() ? named.or(glob(name)) : named;
    return id -> composed.test(ComposedText.of(id));
  }

  private static Predicate<String> glob(String name) {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + ComposedText.of(name));
    Path working = Path.of(ComposedText.of(Path.of("").toAbsolutePath().normalize().toString()));
    return id -> {
      Path path = Path.of(id);
      return matcher.matches(path)
          || (path.startsWith(working) && matcher.matches(working.relativize(path)));
    };
  }
}
