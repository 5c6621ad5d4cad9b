package dev.jclip.hub;

import java.net.URI;

/** Makes what came from elsewhere fit to be shown in a message. */
final class Shown {
  private static final int LONGEST = 200;

  private Shown() {}

  /** One line of at most 200 characters without control characters. */
  static String text(String untrusted) {
    String cut = untrusted.length() <= LONGEST ? untrusted : untrusted.substring(0, LONGEST) + "…";
    return cut.replaceAll("\\p{Cntrl}", "?");
  }

  /** The address without user, password and query, which may hold secrets or signatures. */
  static String url(URI uri) {
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return text(uri.getScheme() + "://" + uri.getHost() + port + uri.getRawPath());
  }
}
