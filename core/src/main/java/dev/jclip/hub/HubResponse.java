package dev.jclip.hub;

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

  /** The request, as messages show it. */
  String where() {
    return method + " " + Shown.url(uri);
  }

  @Override
  public void close() {
    body.close();
  }
}
