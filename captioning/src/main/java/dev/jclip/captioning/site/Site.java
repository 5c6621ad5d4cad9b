package dev.jclip.captioning.site;

import dev.jclip.error.DataException;
import dev.jclip.io.IoReason;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A folder of pages with their images. Immutable; thread-safe. */
public final class Site {
  private final Path folder;

  private Site(Path folder) {
    this.folder = folder;
  }

  /**
   * Opens a folder.
   *
   * @throws DataException if it is none
   */
  public static Site open(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new DataException(
          folder
              + ": expected a folder of HTML pages, found "
              + (Files.exists(folder) ? "a file" : "nothing"));
    }
    return new Site(folder.toAbsolutePath().normalize());
  }

  /** The folder. */
  public Path folder() {
    return folder;
  }

  /**
   * All files that end in {@code .html}, {@code .htm} or {@code .xhtml}, relative to the folder, by
   * name. Links to folders are not followed, and hidden folders are left out.
   *
   * @throws DataException if the folder cannot be listed
   */
  public List<Path> pages() {
    var pages = new ArrayList<Path>();
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
              boolean hidden =
                  !path.equals(folder) && path.getFileName().toString().startsWith(".");
              return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
              if (path.getFileName()
                  .toString()
                  .toLowerCase(Locale.ROOT)
                  .matches(".*\\.(html?|xhtml)")) {
                pages.add(folder.relativize(path));
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new DataException(folder + ": cannot be listed: " + IoReason.of(e), e);
    }
    pages.sort(Comparator.naturalOrder());
    return pages;
  }

  /**
   * The file of an image's address; empty if it lies on another host, outside the folder, or
   * nowhere.
   *
   * @param page the page that has the address, relative to the folder
   * @param address as the page has it
   */
  public Optional<Path> file(Path page, String address) {
    try {
      URI uri = new URI(address.replace(" ", "%20"));
      if (uri.getScheme() != null
          || uri.getHost() != null
          || uri.getPath() == null
          || uri.getPath().isEmpty()) {
        return Optional.empty();
      }
      String path = uri.getPath();
      Path file =
          path.startsWith("/")
              ? folder.resolve(path.replaceFirst("^/+", ""))
              : folder.resolve(page).resolveSibling(path);
      file = file.normalize();
      return file.startsWith(folder) && Files.isRegularFile(file)
          ? Optional.of(file)
          : Optional.empty();
    } catch (URISyntaxException | InvalidPathException e) {
      return Optional.empty();
    }
  }
}
