package dev.jclip.hub;

import dev.jclip.error.HubException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Where a {@link ModelHub} downloads from and to. Immutable; its text never shows the token.
 *
 * @param endpoint address of the hub, http or https, without a slash at its end
 * @param cache folder of the cache; need not exist
 * @param token access token, sent to the endpoint only; empty for none
 * @param offline whether to use the cache only, without any request
 * @param connectTimeout longest wait until the hub's name is resolved and a first connection
 *     stands; if that fails, nothing is tried again
 * @param readTimeout longest wait for a later connection, for an answer to begin, and between two
 *     pieces of it
 * @param revision branch, tag or commit for a name that does not say
 */
public record HubOptions(
    URI endpoint,
    Path cache,
    Optional<String> token,
    boolean offline,
    Duration connectTimeout,
    Duration readTimeout,
    String revision) {
  static final URI DEFAULT_ENDPOINT = URI.create("https://huggingface.co");

  /** Together with the start of a program, less than the three seconds that people wait. */
  static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofMillis(1800);

  static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
  static final String DEFAULT_REVISION = "main";

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the endpoint is no http or https address, the token holds
   *     anything but visible ASCII, or a timeout is not positive
   */
  public HubOptions {
    if (!Urls.isWeb(endpoint)) {
      throw new IllegalArgumentException(
          "endpoint: expected an http or https address, found " + Shown.text(endpoint.toString()));
    }
    if (token.isPresent() && !token.get().matches("[!-~]+")) {
      throw new IllegalArgumentException(
          "token: expected visible ASCII characters only, found others (not shown)");
    }
    if (!connectTimeout.isPositive() || !readTimeout.isPositive()) {
      throw new IllegalArgumentException(
          "timeouts: expected more than 0, found " + connectTimeout + " and " + readTimeout);
    }
  }

  /** The public hub into the given cache folder, without a token, main branch, usual timeouts. */
  public static HubOptions defaults(Path cache) {
    return new HubOptions(
        DEFAULT_ENDPOINT,
        cache,
        Optional.empty(),
        false,
        DEFAULT_CONNECT_TIMEOUT,
        DEFAULT_TIMEOUT,
        DEFAULT_REVISION);
  }

  /**
   * Reads the variables that the Python tools read, with their meaning: {@code HF_HUB_CACHE} (else
   * {@code HF_HOME/hub}, else {@code XDG_CACHE_HOME/huggingface/hub}, else {@code
   * ~/.cache/huggingface/hub}), {@code HF_ENDPOINT}, {@code HF_TOKEN} (else the file {@code
   * HF_TOKEN_PATH} or {@code HF_HOME/token}; none with {@code HF_HUB_DISABLE_IMPLICIT_TOKEN}),
   * {@code HF_HUB_OFFLINE}, and in seconds {@code HF_HUB_ETAG_TIMEOUT} (for the first connection)
   * and {@code HF_HUB_DOWNLOAD_TIMEOUT}.
   *
   * @param env usually {@link System#getenv()}
   * @throws HubException if a variable has no usable value, or the token file cannot be read
   */
  public static HubOptions fromEnvironment(Map<String, String> env) {
    return new HubEnvironment(env).options();
  }

  /** The same options, with requests allowed or not. */
  public HubOptions withOffline(boolean newOffline) {
    return new HubOptions(
        endpoint, cache, token, newOffline, connectTimeout, readTimeout, revision);
  }

  @Override
  public String toString() {
    return "HubOptions[endpoint=%s, cache=%s, token=%s, offline=%s, revision=%s]"
        .formatted(
            Shown.url(endpoint), cache, token.isPresent() ? "***" : "none", offline, revision);
  }
}
