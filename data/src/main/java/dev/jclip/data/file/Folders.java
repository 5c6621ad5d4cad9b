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
import org.jspecify.annotations.Nullable;
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
   * What a folder holds.
   *
   * @param faults folders, and files, of which it cannot be told what they hold
   */
  public record Found(List<Path> pictures, List<Fault> faults) {}

  /** A folder, or file, that cannot be looked into. */
  public record Fault(Path folder, IOException failure) {
    /** Why, in words. */
    public String reason() {
      return "cannot be listed: " + IoReason.of(failure);
    }
  }

  /**
   * Pictures at any depth, sorted by folder and then by name, as torchvision sorts them.
   *
   * @param listing decides what is one, and counts what is passed over
   * @throws IOException if the folder itself cannot be listed
   */
  public static Found pictures(Path folder, ImageListing listing) throws IOException {
    Found found = picturesBelow(folder, listing);
    for (Fault fault : found.faults()) {
      if (fault.folder().equals(folder)) {
        throw fault.failure();
      }
    }
    return found;
  }

  /** The same of a subfolder, which may itself be a fault. */
  public static Found picturesBelow(Path folder, ImageListing listing) throws IOException {
    var walk = new Walk(folder, listing);
    Files.walkFileTree(
        folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, walk);
    walk.pictures.sort(
        Comparator.comparing((Path file) -> String.valueOf(file.getParent()), NameOrder.CODE_POINT)
            .thenComparing(file -> file.getFileName().toString(), NameOrder.CODE_POINT));
    walk.faults.sort(
        Comparator.comparing(fault -> fault.folder().toString(), NameOrder.CODE_POINT));
    return new Found(walk.pictures, walk.faults);
  }

  private static final class Walk extends SimpleFileVisitor<Path> {
    final List<Path> pictures = new ArrayList<>();
    final List<Fault> faults = new ArrayList<>();
    private final Path root;
    private final ImageListing listing;

    Walk(Path root, ImageListing listing) {
      this.root = root;
      this.listing = listing;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path entered, BasicFileAttributes attributes) {
      return entered.equals(root) || listing.enters(entered)
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
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      if (!(failure instanceof FileSystemLoopException)) {
        faults.add(new Fault(file, failure));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) {
      if (failure != null) {
        faults.add(new Fault(visited, failure));
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
