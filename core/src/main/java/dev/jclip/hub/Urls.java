package dev.jclip.hub;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Addresses on a hub. */
final class Urls {
  private Urls() {}

  /** Where a hub describes a revision of a model. */
  static URI model(URI endpoint, ModelName name) {
    return URI.create(
        endpoint + "/api/models/" + name.repository() + "/revision/" + encode(name.revision()));
  }

  /** Where a hub serves one file of a commit. */
  static URI file(URI endpoint, ModelName name, String commit, String file) {
    String path = Arrays.stream(file.split("/")).map(Urls::encode).collect(Collectors.joining("/"));
    return URI.create(endpoint + "/" + name.repository() + "/resolve/" + commit + "/" + path);
  }

  /** True for an http or https address with a host. */
  static boolean isWeb(URI uri) {
    return ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))
        && uri.getHost() != null;
  }

  /** True if both lead to the same scheme, host and port, so that secrets of one suit the other. */
  static boolean sameOrigin(URI a, URI b) {
    return a.getScheme().equalsIgnoreCase(b.getScheme())
        && a.getHost().equalsIgnoreCase(b.getHost())
        && port(a) == port(b);
  }

  /** The port, which the scheme implies where it is not named. */
  static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return uri.getScheme().toLowerCase(Locale.ROOT).equals("https") ? 443 : 80;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
