package dev.jclip.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.error.HubException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubOptionsTest {
  @TempDir Path home;

  private HubOptions with(String... variables) {
    var env = new HashMap<String, String>();
    env.put("HOME", home.toString());
    for (int i = 0; i < variables.length; i += 2) {
      env.put(variables[i], variables[i + 1]);
    }
    return HubOptions.fromEnvironment(Map.copyOf(env));
  }

  @Test
  void withoutVariables() {
    assertThat(with()).isEqualTo(HubOptions.defaults(home.resolve(".cache/huggingface/hub")));
    assertThat(with().endpoint()).isEqualTo(URI.create("https://huggingface.co"));
    assertThat(with().readTimeout()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void theCacheFollowsTheVariablesInTheirOrder() {
    assertThat(with("XDG_CACHE_HOME", "/xdg").cache()).isEqualTo(Path.of("/xdg/huggingface/hub"));
    assertThat(with("XDG_CACHE_HOME", "/xdg", "HF_HOME", "/hf").cache())
        .isEqualTo(Path.of("/hf/hub"));
    assertThat(with("HF_HOME", "/hf", "HUGGINGFACE_HUB_CACHE", "/old").cache())
        .isEqualTo(Path.of("/old"));
    assertThat(with("HUGGINGFACE_HUB_CACHE", "/old", "HF_HUB_CACHE", "/new").cache())
        .isEqualTo(Path.of("/new"));
    assertThat(with("HF_HUB_CACHE", " ", "HF_HOME", "/hf").cache()).isEqualTo(Path.of("/hf/hub"));
  }

  @Test
  void homeAndVariablesInPathsAreReplaced() {
    assertThat(with("HF_HOME", "~/models").cache()).isEqualTo(home.resolve("models/hub"));
    assertThat(with("HF_HUB_CACHE", "$BASE/${SUB}/$NONE", "BASE", "/b", "SUB", "a$b").cache())
        .isEqualTo(Path.of("/b/a$b/$NONE"));
  }

  @Test
  void theTokenComesFromItsVariableOrFile() throws IOException {
    Path hf = Files.createDirectories(home.resolve("hf"));
    Files.writeString(hf.resolve("token"), "hf_file\n");
    Files.writeString(hf.resolve("other"), "hf_other\r\n");
    String folder = hf.toString();

    assertThat(with().token()).isEmpty();
    assertThat(with("HF_HOME", folder).token()).contains("hf_file");
    assertThat(with("HF_HOME", folder, "HF_TOKEN_PATH", folder + "/other").token())
        .contains("hf_other");
    assertThat(with("HF_HOME", folder, "HF_TOKEN", " hf_env ").token()).contains("hf_env");
    assertThat(with("HF_HOME", folder, "HF_HUB_DISABLE_IMPLICIT_TOKEN", "1").token()).isEmpty();
  }

  @Test
  void anUnreadableTokenFileIsNamed() throws IOException {
    Path folder = Files.createDirectories(home.resolve("folder"));

    assertThatThrownBy(() -> with("HF_TOKEN_PATH", folder.toString()))
        .isInstanceOf(HubException.class)
        .hasMessageContaining(folder.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "true", "YES", "On"})
  void offlineByAnyYes(String yes) {
    assertThat(with("HF_HUB_OFFLINE", yes).offline()).isTrue();
    assertThat(with("TRANSFORMERS_OFFLINE", yes).offline()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "no", "", "2"})
  void notOfflineByAnythingElse(String no) {
    assertThat(with("HF_HUB_OFFLINE", no).offline()).isFalse();
  }

  @Test
  void endpointAndTimeout() {
    HubOptions options =
        with("HF_ENDPOINT", "http://mirror:8080/hf//", "HF_HUB_DOWNLOAD_TIMEOUT", "42");

    assertThat(options.endpoint()).isEqualTo(URI.create("http://mirror:8080/hf"));
    assertThat(options.readTimeout()).isEqualTo(Duration.ofSeconds(42));
    assertThat(with("HF_HUB_DOWNLOAD_TIMEOUT", "0").readTimeout())
        .isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void wrongValuesAreNamed() {
    assertThatThrownBy(() -> with("HF_HUB_DOWNLOAD_TIMEOUT", "soon"))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("HF_HUB_DOWNLOAD_TIMEOUT")
        .hasMessageContaining("\"soon\"");
    for (String endpoint : new String[] {"huggingface.co", "ftp://x", "https://", "a b"}) {
      assertThatThrownBy(() -> with("HF_ENDPOINT", endpoint))
          .as(endpoint)
          .isInstanceOf(HubException.class)
          .hasMessageContaining("HF_ENDPOINT");
    }
  }

  @Test
  void theTokenIsNeverShown() {
    assertThat(with("HF_TOKEN", "hf_secret").toString()).doesNotContain("hf_secret");
    assertThatThrownBy(() -> with("HF_TOKEN", "hf_secret\nX-Evil: 1"))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("token")
        .satisfies(e -> assertThat(e.toString()).doesNotContain("hf_secret"));
    assertThat(
            new HubOptions(
                    URI.create("https://me:hf_secret@hub.example"),
                    home,
                    Optional.empty(),
                    false,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    "main")
                .toString())
        .doesNotContain("hf_secret");
  }
}
