package dev.jclip.cli.input;

import dev.jclip.cli.input.Inputs.Input;
import dev.jclip.data.file.Folders;
import dev.jclip.error.ClipException;
import dev.jclip.image.file.ImageListing;
import dev.jclip.io.IoReason;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Lists files below a folder, links followed; a subfolder that cannot be listed is reported. */
final class FileTree extends SimpleFileVisitor<Path> {
  private final Path root;
  private final PathMatcher entered;
  private final PathMatcher wanted;
  private final SortedMap<Path, Input> found = new TreeMap<>();

  private FileTree(Path root, PathMatcher entered, PathMatcher wanted) {
    this.root = root;
    this.entered = entered;
    this.wanted = wanted;
  }

  /** The images of a folder and its subfolders, sorted by name; says what is passed over. */
  static List<Input> images(Path root) {
    var listing = new ImageListing();
    List<Input> images = find(root, Integer.MAX_VALUE, listing::enters, listing::takes);
    Folders.warn(root, listing);
    return images;
  }

  /**
   * The files that are wanted, at most so many levels below the root, sorted by name.
   *
   * @param entered the folders below the root that are looked into
   */
  static List<Input> find(Path root, int depth, PathMatcher entered, PathMatcher wanted) {
    var tree = new FileTree(root, entered, wanted);
    try {
      Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), depth, tree);
    } catch (IOException e) {
      throw new ClipException(root + ": cannot be listed: " + IoReason.of(e), e);
    }
    return List.copyOf(tree.found.values());
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
    return folder.equals(root) || entered.matches(folder)
        ? FileVisitResult.CONTINUE
        : FileVisitResult.SKIP_SUBTREE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    if (!attributes.isDirectory() && wanted.matches(file)) {
      found.put(file, new Input.Picture(file.toString(), file));
    }
    return FileVisitResult.CONTINUE;
  }

  /** A link back to a folder above it leads to nothing that is not listed already. */
  @Override
  public FileVisitResult visitFileFailed(Path file, IOException failure) {
    if (!(failure instanceof FileSystemLoopException)) {
      report(file, failure);
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) {
    if (failure != null) {
      report(folder, failure);
    }
    return FileVisitResult.CONTINUE;
  }

  private void report(Path path, IOException failure) {
    String reason = path + ": cannot be listed: " + IoReason.of(failure);
    found.put(path, new Input.Nothing(path.toString(), reason));
  }
}
