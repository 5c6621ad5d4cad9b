package dev.jclip.data.file;

import dev.jclip.image.file.ImageFiles;
import dev.jclip.image.file.ImageListing;
import dev.jclip.io.IoReason;
import dev.jclip.io.NameOrder;
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
import java.util.function.Predicate;
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
   * Images at any depth, sorted by folder and then by name, as torchvision sorts them.
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
    var pictures = new ArrayList<Path>();
    var faults = new ArrayList<Fault>();
    Files.walkFileTree(
        folder,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new Walk(folder, listing, pictures, faults));
    pictures.sort(
        Comparator.comparing((Path file) -> String.valueOf(file.getParent()), NameOrder.CODE_POINT)
            .thenComparing(file -> file.getFileName().toString(), NameOrder.CODE_POINT));
    faults.sort(Comparator.comparing(fault -> fault.folder().toString(), NameOrder.CODE_POINT));
    return new Found(pictures, faults);
  }

  /**
   * Regular files that are wanted, at most so many levels below a folder; what cannot be looked
   * into is warned of and passed over.
   *
   * @throws IOException if the folder itself cannot be listed
   */
  public static List<Path> files(Path folder, int depth, Predicate<Path> wanted)
      throws IOException {
    var files = new ArrayList<Path>();
    var faults = new ArrayList<Fault>();
    Files.walkFileTree(
        folder,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        depth,
        new FaultTolerantVisitor(faults) {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && wanted.test(file)) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    for (Fault fault : faults) {
      if (fault.folder().equals(folder)) {
        throw fault.failure();
      }
      LOG.warn("{}: {}; it is passed over", fault.folder(), fault.reason());
    }
    return files;
  }

  private static class FaultTolerantVisitor extends SimpleFileVisitor<Path> {
    private final List<Fault> faults;

    FaultTolerantVisitor(List<Fault> faults) {
      this.faults = faults;
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

  private static final class Walk extends FaultTolerantVisitor {
    private final List<Path> pictures;
    private final Path root;
    private final ImageListing listing;

    Walk(Path root, ImageListing listing, List<Path> pictures, List<Fault> faults) {
      super(faults);
      this.root = root;
      this.listing = listing;
      this.pictures = pictures;
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
  }
}
