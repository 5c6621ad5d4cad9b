package dev.jclip.search.query;

import dev.jclip.data.file.NamedFile;
import dev.jclip.error.ClipException;
import dev.jclip.image.file.ImageFiles;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells whether a part of a query names an image's file or is a text. */
public final class PictureName {
  private static final String HOME = "~/";

  /** Only paths begin so. */
  private static final Pattern PATH = Pattern.compile("(/|\\.{1,2}/|~/|[A-Za-z]:\\\\).*");

  /** A name without blanks around its dot, and an ending. */
  private static final Pattern NAME_WITH_ENDING = Pattern.compile("(.*\\S)?\\.[A-Za-z0-9]{1,5}");

  private PictureName() {}

  /** Whether there is a file of that name which holds an image, whatever its ending is. */
  public static boolean isOfPicture(String concept) {
    return path(concept).filter(ImageFiles::holdsImage).isPresent();
  }

  /**
   * The file that a concept names, if it is no text.
   *
   * @throws ClipException if it looks like an image's path and there is none
   */
  public static Optional<Path> of(String concept) {
    Optional<Path> path = path(concept);
    if (path.isEmpty() || ImageFiles.holdsImage(path.get())) {
      return path;
    }
    boolean isPath = PATH.matcher(concept).matches() || concept.endsWith("/");
    boolean hasEnding = NAME_WITH_ENDING.matcher(concept).matches();
    if (Files.isDirectory(path.get()) && isPath) {
      throw new ClipException(
          concept + ": is a folder; expected an image's file, or a text in its place");
    }
    if (Files.isRegularFile(path.get()) && (isPath || hasEnding)) {
      return path; // reading it says what it is instead
    }
    if (isPath || (hasEnding && ImageFiles.isNamed(path.get()))) {
      throw new ClipException(
          concept + ": no such file, though it is named like an image; check the path");
    }
    return Optional.empty();
  }

  private static Optional<Path> path(String concept) {
    try {
      Path path =
          concept.startsWith(HOME)
              ? Path.of(System.getProperty("user.home"), concept.substring(HOME.length()))
              : Path.of(concept);
      return Optional.of(NamedFile.existing(path));
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }
}
