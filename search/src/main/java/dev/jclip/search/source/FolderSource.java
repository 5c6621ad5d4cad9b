package dev.jclip.search.source;

import dev.jclip.data.table.TableFile;
import dev.jclip.error.IndexException;
import dev.jclip.image.file.ImageFiles;
import dev.jclip.image.file.ImageListing;
import dev.jclip.io.IoReason;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The images of a folder and its subfolders, links followed, sorted by path; hidden files and
 * folders are left out. {@code X.txt} beside {@code X.jpg} is its caption, {@code X.json} its
 * metadata.
 */
record FolderSource(Path folder) implements PictureSource {
  FolderSource {
    folder = folder.toAbsolutePath().normalize();
  }

  @Override
  public String name() {
    return folder.toString();
  }

  @Override
  public boolean covers(String id, String source) {
    return Places.isBelow(name(), id);
  }

  @Override
  public boolean replaces(String source) {
    return !TableFile.isNamed(Path.of(source));
  }

  @Override
  public Optional<String> version() {
    return Optional.empty();
  }

  @Override
  public Optional<WatchedPlaces> watched() {
    return Optional.of(new WatchedPlaces(Set.of(folder), Set.of()));
  }

  @Override
  public Findings find() {
    var tree = new Tree();
    try {
      Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, tree);
    } catch (IOException e) {
      throw new IndexException(
          "%s: cannot be listed: %s; nothing in the index has changed"
              .formatted(folder, IoReason.of(e)),
          e);
    }
    return new ListedFindings(tree.findings.values(), tree.listing.summary());
  }

  private final class Tree extends SimpleFileVisitor<Path> {
    private final SortedMap<Path, Finding> findings = new TreeMap<>();
    private final SortedMap<Path, String> stamps = new TreeMap<>();
    private final ImageListing listing = new ImageListing();

    @Override
    public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
      return visited.equals(folder) || listing.enters(visited)
          ? FileVisitResult.CONTINUE
          : FileVisitResult.SKIP_SUBTREE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile() && listing.takes(file)) {
        stamps.put(file, FileStamp.of(attributes));
      } else if (isSidecar(file)) {
        stamps.put(file, FileStamp.of(attributes));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (file.equals(folder)) {
        throw failure;
      }
      if (!(failure instanceof FileSystemLoopException)) {
        fault(file, failure);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        if (visited.equals(folder)) {
          throw failure;
        }
        fault(visited, failure);
      }
      if (visited.equals(folder)) {
        addPictures();
      }
      return FileVisitResult.CONTINUE;
    }

    private void addPictures() {
      stamps.forEach(
          (file, stamp) -> {
            if (ImageFiles.isNamed(file)) {
              String whole =
                  Sidecar.stamp(
                      stamp, stampOf(file, Sidecar.CAPTION), stampOf(file, Sidecar.METADATA));
              findings.put(
                  file, new Finding.Picture(FilePicture.id(file), whole, () -> Sidecar.read(file)));
            }
          });
    }

    private String stampOf(Path picture, String ending) {
      return stamps.getOrDefault(Sidecar.of(picture, ending), FileStamp.NONE);
    }

    private void fault(Path path, IOException failure) {
      findings.put(
          path,
          new Finding.Fault(
              FilePicture.id(path),
              "%s: cannot be read: %s".formatted(path, IoReason.of(failure))));
    }
  }

  private static boolean isSidecar(Path file) {
    String name = file.toString();
    return name.endsWith(Sidecar.CAPTION) || name.endsWith(Sidecar.METADATA);
  }
}
