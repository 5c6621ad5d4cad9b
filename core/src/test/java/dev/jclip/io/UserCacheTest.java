package dev.jclip.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UserCacheTest {
  @Test
  void theCacheIsBelowTheUsersOne() {
    assertThat(UserCache.folder(Map.of(), "home")).isEqualTo(Path.of("home", ".cache", "jclip"));
    assertThat(UserCache.folder(Map.of("XDG_CACHE_HOME", " "), "home"))
        .isEqualTo(Path.of("home", ".cache", "jclip"));
    assertThat(UserCache.folder(Map.of("XDG_CACHE_HOME", "there"), "home"))
        .isEqualTo(Path.of("there", "jclip"));
  }
}
