package dev.jclip.io;

import java.nio.file.Path;
import java.util.Map;

/** The folder of what jclip keeps for later; it may be deleted at any time. */
public final class UserCache {
  private UserCache() {}

  /**
   * {@code jclip} below {@code XDG_CACHE_HOME}, or else below {@code .cache} in the user's home.
   */
  public static Path folder() {
    return folder(System.getenv(), System.getProperty("user.home"));
  }

  static Path folder(Map<String, String> environment, String home) {
    String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    return (cache.isBlank() ? Path.of(home, ".cache") : Path.of(cache)).resolve("jclip");
  }
}
