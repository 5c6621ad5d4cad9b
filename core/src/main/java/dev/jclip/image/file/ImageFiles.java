package dev.jclip.image.file;

import dev.jclip.image.codec.ImageCodecs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Decides which files are taken for images: in folders and archives by their names, and where one
 * file is named by what it holds.
 */
public final class ImageFiles {
  /**
   * The endings that names of image files have, without their dot and in lower case; where a sample
   * has several images, the first of these is its image.
   */
  public static final List<String> EXTENSIONS = ImageCodecs.extensions();

  /** What systems put beside people's files, besides what starts with a dot; in lower case. */
  private static final Set<String> OF_SYSTEM =
      Set.of(
          "__macosx",
          "icon\r",
          "thumbs.db",
          "thumbs.db:encryptable",
          "ehthumbs.db",
          "ehthumbs_vista.db",
          "desktop.ini",
          "$recycle.bin",
          "recycler",
          "system volume information",
          "@eadir",
          "#recycle",
          "#snapshot",
          "@recycle",
          "@recently-snapshot",
          "lost+found");

  private ImageFiles() {}

  /** Whether the name of a file or folder says that it is hidden, or no person put it there. */
  public static boolean isHidden(String name) {
    boolean dotted = name.startsWith(".") && !name.equals(".") && !name.equals("..");
    return dotted || OF_SYSTEM.contains(name.toLowerCase(Locale.ROOT));
  }

  /** Whether the last name of a path is hidden in this sense; a root has no name. */
  public static boolean isHidden(Path path) {
    Path name = path.getFileName();
    return name != null && isHidden(name.toString());
  }

  /** What follows the last dot of a file's name, in lower case; nothing where there is no dot. */
  public static String extension(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }

  /** Whether a file's name has the ending of an image, in whatever case, and is not hidden. */
  public static boolean isNamed(Path file) {
    return !isHidden(file) && EXTENSIONS.contains(extension(file));
  }

  /**
   * Whether a file is there and holds an image, whatever its name. An image of a format that is not
   * supported is one too, so that decoding it says what it is; what is there and cannot be read is
   * taken by its name.
   */
  public static boolean holdsImage(Path file) {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return ImageCodecs.isImage(in.readNBytes(ImageCodecs.HEAD_BYTES));
    } catch (IOException _) {
      return isNamed(file);
    }
  }
}
