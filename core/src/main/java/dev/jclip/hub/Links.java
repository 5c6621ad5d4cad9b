package dev.jclip.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Ways to give a blob a second name, best first; the later ones serve where the first fails. */
record Links(List<Way> ways) {
  /** One way to make {@code link} stand for {@code blob}; both are paths from the root. */
  @FunctionalInterface
  interface Way {
    void link(Path link, Path blob) throws IOException;
  }

  /** A relative symbolic link, else a hard link, else a copy. */
  static Links standard() {
    return new Links(List.of(Links::symbolic, Files::createLink, Links::copy));
  }

  private static void symbolic(Path link, Path blob) throws IOException {
    Files.createSymbolicLink(link, Objects.requireNonNull(link.getParent()).relativize(blob));
  }

  private static void copy(Path link, Path blob) throws IOException {
    Files.copy(blob, link);
  }

  /**
   * Makes the link the first way that works.
   *
   * @throws IOException if none does
   */
  void link(Path link, Path blob) throws IOException {
    var failure = new IOException(link + ": cannot link or copy from " + blob);
    for (Way way : ways) {
      try {
        way.link(link, blob);
        return;
      } catch (IOException | UnsupportedOperationException e) {
        failure.addSuppressed(e);
        Files.deleteIfExists(link);
      }
    }
    throw failure;
  }
}
