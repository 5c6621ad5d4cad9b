package dev.jclip.search.source;

import dev.jclip.data.file.NamedFile;
import dev.jclip.image.file.PictureFile;
import dev.jclip.io.IoReason;
import dev.jclip.io.TextFile;
import java.io.IOException;
import java.nio.file.Path;

/** Files beside an image that have its name with another ending. */
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

  /** An image's stamp and those of its sidecars. */
  static String stamp(Path picture) {
    return stamp(
        FileStamp.of(picture),
        FileStamp.of(of(picture, CAPTION)),
        FileStamp.of(of(picture, METADATA)));
  }

  static String stamp(String picture, String caption, String metadata) {
    return String.join("|", picture, caption, metadata);
  }

  /** An image with what its sidecars say. */
  static PictureContent read(Path picture) {
    var said = new Annotation(picture.toString());
    Path caption = of(picture, CAPTION);
    if (TextFile.exists(caption)) {
      said.caption(CAPTION.substring(1), () -> bytes(caption));
    }
    Path metadata = of(picture, METADATA);
    if (TextFile.exists(metadata)) {
      said.metadata(() -> bytes(metadata));
    }
    PictureContent content = FilePicture.read(picture, said.caption(), said.metadata());
    return new PictureContent(content.file(), content.caption(), content.metadata(), said.faults());
  }

  private static byte[] bytes(Path file) throws IOException {
    try {
      return PictureFile.read(file);
    } catch (IOException e) {
      throw new IOException("%s cannot be read: %s".formatted(file, IoReason.of(e)), e);
    }
  }
}
