package dev.jclip.image.file;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tells the images among the files of a folder or archive by their names, and counts what it passes
 * over: what is hidden, and what has no image's ending. For one thread and one listing.
 */
public final class ImageListing {
  private static final int MOST_ENDINGS = 8;

  private final Set<Path> imageStems = new HashSet<>();
  private final List<Path> others = new ArrayList<>();
  private int numHidden;

  /** Whether a path in an archive is hidden, itself or by a folder in which it lies. */
  public boolean hides(String path) {
    boolean hidden = Arrays.stream(path.split("/")).anyMatch(ImageFiles::isHidden);
    numHidden += hidden ? 1 : 0;
    return hidden;
  }

  /** Whether a folder's files belong to the listing; one that is hidden is passed over whole. */
  public boolean enters(Path folder) {
    boolean hidden = ImageFiles.isHidden(folder);
    numHidden += hidden ? 1 : 0;
    return !hidden;
  }

  /** Whether a file is one of the images. */
  public boolean takes(Path file) {
    if (ImageFiles.isHidden(file)) {
      numHidden++;
    } else if (ImageFiles.isNamed(file)) {
      imageStems.add(stem(file));
      return true;
    } else {
      others.add(file);
    }
    return false;
  }

  /** What lies beside an image under the same name belongs to it, and is not passed over. */
  private List<Path> passedOver() {
    return others.stream().filter(file -> !imageStems.contains(stem(file))).toList();
  }

  /** A path without its ending. */
  private static Path stem(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot < 0 ? file : file.resolveSibling(name.substring(0, dot));
  }

  /**
   * What was passed over, such as "passed over 1 file or folder that is hidden or of the system,
   * and 2 files without an image's ending (.txt)"; nothing if all files are images, or lie beside
   * one under its name.
   */
  public Optional<String> summary() {
    List<Path> unnamed = passedOver();
    var parts = new ArrayList<String>();
    if (numHidden == 1) {
      parts.add("1 file or folder that is hidden or of the system");
    } else if (numHidden > 1) {
      parts.add(numHidden + " files or folders that are hidden or of the system");
    }
    if (!unnamed.isEmpty()) {
      String files = unnamed.size() == 1 ? "1 file" : unnamed.size() + " files";
      parts.add(files + " without an image's ending" + endings(unnamed));
    }
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of("passed over " + String.join(", and ", parts));
  }

  private static String endings(List<Path> files) {
    var endings = new TreeSet<String>();
    files.stream()
        .map(ImageFiles::extension)
        .filter(ending -> !ending.isEmpty())
        .forEach(ending -> endings.add("." + ending));
    return endings.isEmpty()
        ? ""
        : endings.stream().limit(MOST_ENDINGS).collect(joining(", ", " (", suffix(endings.size())));
  }

  private static String suffix(int numEndings) {
    return numEndings > MOST_ENDINGS ? ", …)" : ")";
  }
}
