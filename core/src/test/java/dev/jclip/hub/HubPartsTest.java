package dev.jclip.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.error.HubException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The small parts whose behaviour does not show from outside. */
class HubPartsTest {
  @Test
  void retryAfterIsSecondsOrADate() {
    Instant now = Instant.parse("2015-10-21T07:27:00Z");
    assertThat(RetryAfter.parse("150", now)).contains(Duration.ofSeconds(150));
    assertThat(RetryAfter.parse("Wed, 21 Oct 2015 07:28:01 GMT", now))
        .contains(Duration.ofSeconds(61));
    assertThat(RetryAfter.parse("Wed, 21 Oct 2015 07:26:00 GMT", now)).contains(Duration.ZERO);
    assertThat(RetryAfter.parse("soon", now)).isEmpty();
    assertThat(RetryAfter.parse("-1", now)).isEmpty();
    assertThat(RetryAfter.parse("99999999999999999999", now)).isEmpty();
  }

  @Test
  void waitsDoubleWithJitterUpToTheLongest() {
    var waits = new ArrayList<Duration>();
    var jitter = new ArrayList<>(List.of(0.0, 0.5, 0.999, 0.5, 0.5));
    var policy =
        new RetryPolicy(
            6, Duration.ofSeconds(10), Duration.ofSeconds(65), waits::add, jitter::removeFirst);

    assertThatThrownBy(
            () ->
                policy.run(
                    () -> {
                      throw new RetryableException("busy", Optional.empty(), null);
                    }))
        .isExactlyInstanceOf(HubException.class)
        .hasMessage("busy (tried 6 times)");
    assertThat(waits)
        .containsExactly(
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            Duration.ofMillis(59_960),
            Duration.ofSeconds(65),
            Duration.ofSeconds(65));
  }

  @Test
  void anInterruptedWaitEndsTheWork() {
    var policy =
        new RetryPolicy(
            3,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            wait -> {
              throw new InterruptedException();
            },
            () -> 0.5);

    assertThatThrownBy(
            () -> policy.start().failed(new RetryableException("busy", Optional.empty(), null)))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  /** Hashes from {@code printf 'what is up, doc?' | git hash-object --stdin} and sha256sum. */
  @Test
  void hashesAreGitsAndSha256(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("x"), "what is up, doc?");
    assertThat(ContentHash.of(file, "0".repeat(40)))
        .isEqualTo("bd9dbf5aae1a3862dd1526723246b20206e5fc37");
    assertThat(ContentHash.of(Files.createFile(folder.resolve("y")), "0".repeat(64)))
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assertThat(ContentHash.isHash("of-the-cdn-2")).isFalse();
    assertThat(ContentHash.isHash("A".repeat(40))).isFalse();
  }

  @Test
  void namesAreParsed() {
    String commit = "0123456789abcdef0123456789abcdef01234567";
    assertThat(ModelName.parse("openai/clip", "main"))
        .isEqualTo(new ModelName("openai/clip", "main"));
    assertThat(ModelName.parse("hf-hub:openai/clip@refs/pr/3", "main"))
        .isEqualTo(new ModelName("openai/clip", "refs/pr/3"));
    assertThat(ModelName.isCommit(commit)).isTrue();
    assertThat(ModelName.isCommit(commit.substring(1))).isFalse();
    assertThat(new ModelName("a/b", "main").folder()).isEqualTo("models--a--b");
    assertThat(ModelName.repositoryOfFolder("models--a--b")).contains("a/b");
    assertThat(ModelName.repositoryOfFolder("models--a")).isEmpty();
    assertThat(ModelName.repositoryOfFolder("datasets--a--b")).isEmpty();
  }

  @Test
  void aFullDiskIsNamedInTheMessage() {
    assertThat(RepoCache.unwritable(Path.of("/c/x"), new IOException("No space left on device")))
        .hasMessageStartingWith("/c/x: cannot write to the cache (No space left on device)");
    assertThat(
            RepoCache.unwritable(
                Path.of("/c/x"), new FileSystemException("/c/x", null, "Read-only file system")))
        .hasMessageStartingWith("/c/x: cannot write to the cache (Read-only file system)");
    assertThat(RepoCache.unwritable(Path.of("/c/x"), new AccessDeniedException("/c/x")))
        .hasMessageStartingWith("/c/x: cannot write to the cache (AccessDeniedException)");
  }

  @Test
  void originsAreComparedWithTheirPorts() {
    URI hub = URI.create("https://hub.example/path");
    assertThat(Urls.sameOrigin(hub, URI.create("HTTPS://HUB.example:443/other"))).isTrue();
    assertThat(Urls.sameOrigin(hub, URI.create("http://hub.example/"))).isFalse();
    assertThat(Urls.sameOrigin(hub, URI.create("https://hub.example:8443/"))).isFalse();
    assertThat(Urls.sameOrigin(hub, URI.create("https://hub.example.evil/"))).isFalse();
  }

  @Test
  void redirectsKeepHttps() {
    assertThat(redirect("https://hub.example/a/b", "../c").target())
        .isEqualTo(URI.create("https://hub.example/c"));
    assertThat(redirect("http://hub.example/a", "https://cdn.example/b").target())
        .isEqualTo(URI.create("https://cdn.example/b"));
    assertThatThrownBy(() -> redirect("https://hub.example/a", "http://cdn.example/b?s").target())
        .isInstanceOf(HubException.class)
        .hasMessage(
            "GET https://hub.example/a: 302 redirects to something that is not a https address");
  }

  private static HubResponse redirect(String from, String location) {
    URI uri = URI.create(from);
    var headers = HttpHeaders.of(Map.of("Location", List.of(location)), (name, value) -> true);
    return new HubResponse("GET", uri, 302, headers, new BodyReader(uri, Duration.ofSeconds(1)));
  }

  @Test
  void addressesAreShownWithoutSecrets() {
    assertThat(Shown.url(URI.create("https://u:p@cdn.example:444/a/b?X-Amz-Signature=s#f")))
        .isEqualTo("https://cdn.example:444/a/b");
    assertThat(Shown.text("a\u001b[31m\nb")).isEqualTo("a?[31m?b");
    assertThat(Shown.text("x".repeat(5000))).hasSize(201);
  }

  @Test
  void partsOfAddressesAreEncoded() {
    URI hub = URI.create("https://hub.example");
    var name = new ModelName("a/b", "refs/pr/1");
    assertThat(Urls.model(hub, name))
        .hasToString("https://hub.example/api/models/a/b/revision/refs%2Fpr%2F1");
    assertThat(Urls.file(hub, name, "c", "d e/f?.json"))
        .hasToString("https://hub.example/a/b/resolve/c/d%20e/f%3F.json");
  }
}
