package dev.jclip.hub;

import dev.jclip.error.HubException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The beginning of an answer, and the way to its body; closing it drops what has not been read.
 *
 * @param method {@code GET} or {@code HEAD}
 */
record HubResponse(String method, URI uri, int status, HttpHeaders headers, BodyReader body)
    implements AutoCloseable {
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  /** A header of digits; empty if absent or anything else. */
  OptionalLong number(String name) {
    Optional<String> digits = header(name).filter(text -> text.matches("\\d{1,18}"));
    return digits.map(text -> OptionalLong.of(Long.parseLong(text))).orElse(OptionalLong.empty());
  }

  boolean isRedirect() {
    return REDIRECTS.contains(status) && header("Location").isPresent();
  }

  /**
   * Where a redirect leads.
   *
   * @throws HubException if that is no web address, or gives up https; the text is not repeated,
   *     for it may carry a signature
   */
  URI target() {
    Optional<URI> target =
        header("Location").flatMap(this::resolve).filter(Urls::isWeb).filter(to -> !dropsHttps(to));
    return target.orElseThrow(
        () ->
            new HubException(
                "%s: %d redirects to something that is not a %s address"
                    .formatted(where(), status, uri.getScheme())));
  }

  private Optional<URI> resolve(String location) {
    try {
      return Optional.of(uri.resolve(location));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private boolean dropsHttps(URI to) {
    return uri.getScheme().equalsIgnoreCase("https") && to.getScheme().equalsIgnoreCase("http");
  }

  /** The request, as messages show it. */
  String where() {
    return method + " " + Shown.url(uri);
  }

  @Override
  public void close() {
    body.close();
  }
}
