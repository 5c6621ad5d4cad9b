package dev.jclip.data.file;

import dev.jclip.image.ImageFiles;
import dev.jclip.image.ImageListing;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists folders in an order that never changes. */
public final class Folders {
  private static final Logger LOG = LoggerFactory.getLogger(Folders.class);

  private Folders() {}

  /** Names of the subfolders that are not hidden, sorted by code point. */
  public static List<String> names(Path folder) throws IOException {
    var names = new ArrayList<String>();
    try (var entries = Files.newDirectoryStream(folder, Files::isDirectory)) {
      for (Path entry : entries) {
        names.add(entry.getFileName().toString());
      }
    }
    names.removeIf(ImageFiles::isHidden);
    names.sort(NameOrder.CODE_POINT);
    return names;
  }

  /** Says what a listing has passed over. */
  public static void warn(Path folder, ImageListing listing) {
    listing.summary().ifPresent(summary -> LOG.warn("{}: {}", folder, summary));
  }

  /**
   * Pictures at any depth, sorted by folder and then by name, as torchvision sorts them.
   *
   * @param listing decides what is one, and counts what is passed over
   */
  public static List<Path> pictures(Path folder, ImageListing listing) throws IOException {
    var pictures = new ArrayList<Path>();
    Files.walkFileTree(
        folder,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path entered, BasicFileAttributes attributes) {
            return entered.equals(folder) || listing.enters(entered)
                ? FileVisitResult.CONTINUE
                : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (listing.takes(file)) {
              pictures.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof FileSystemLoopException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
    pictures.sort(
        Comparator.comparing((Path file) -> String.valueOf(file.getParent()), NameOrder.CODE_POINT)
            .thenComparing(file -> file.getFileName().toString(), NameOrder.CODE_POINT));
    return pictures;
  }
}
