package dev.jclip.data.shard;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A member's path, parted as WebDataset parts it: at the first dot of the last component.
 *
 * @param key the path before that dot
 * @param extension what follows it, in lower case
 */
record MemberName(String key, String extension) {
  private static final Pattern METADATA = Pattern.compile("__[^/]*__(/|$)");

  /**
   * Nothing for names that start with a dot or have none, and WebDataset's own {@code __meta__}.
   */
  static Optional<MemberName> of(String path) {
    int name = path.lastIndexOf('/') + 1;
    int dot = path.indexOf('.', name);
    if (dot <= name || METADATA.matcher(path).lookingAt()) {
      return Optional.empty();
    }
    return Optional.of(
        new MemberName(path.substring(0, dot), path.substring(dot + 1).toLowerCase(Locale.ROOT)));
  }
}
