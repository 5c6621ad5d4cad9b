package dev.jclip.search.source;

import dev.jclip.data.file.NamedFile;
import dev.jclip.data.file.PictureFile;
import dev.jclip.data.file.TextFile;
import dev.jclip.error.ImageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/** Files beside a picture that have its name with another ending. */
final class Sidecar {
  static final String CAPTION = ".txt";
  static final String METADATA = ".json";

  private Sidecar() {}

  static Path of(Path picture, String ending) {
    String name = picture.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return NamedFile.existing(
        picture.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + ending));
  }

  /** A picture's stamp and those of its sidecars. */
  static String stamp(Path picture) {
    return stamp(
        FileStamp.of(picture),
        FileStamp.of(of(picture, CAPTION)),
        FileStamp.of(of(picture, METADATA)));
  }

  static String stamp(String picture, String caption, String metadata) {
    return String.join("|", picture, caption, metadata);
  }

  /** A picture with what its sidecars say. */
  static PictureContent read(Path picture) {
    Path captionFile = of(picture, CAPTION);
    String caption = TextFile.exists(captionFile) ? text(captionFile).strip() : "";
    Path metadataFile = of(picture, METADATA);
    SortedMap<String, String> metadata =
        TextFile.exists(metadataFile) ? metadata(metadataFile) : new TreeMap<>();
    return FilePicture.read(picture, caption, metadata);
  }

  private static SortedMap<String, String> metadata(Path file) {
    try {
      return JsonMetadata.of(text(file));
    } catch (IOException e) {
      throw new ImageException(file + ": " + e.getMessage(), e);
    }
  }

  private static String text(Path file) {
    try {
      return TextFile.decode(PictureFile.read(file));
    } catch (IOException e) {
      throw new ImageException("%s: cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }
}
