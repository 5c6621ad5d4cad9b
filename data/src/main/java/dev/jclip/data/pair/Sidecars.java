package dev.jclip.data.pair;

import dev.jclip.data.file.NamedFile;
import dev.jclip.data.file.SidecarText;
import dev.jclip.image.file.PictureFile;
import dev.jclip.io.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Files beside an image that have its name with another ending. */
record Sidecars(Path picture) implements Annotations {
  @Override
  public List<String> text(String extension) throws IOException {
    Path file = sidecar(extension);
    return TextFile.exists(file)
        ? Annotations.stripped(SidecarText.decode(extension, PictureFile.read(file)))
        : List.of();
  }

  @Override
  public List<String> field(String name) throws IOException {
    Path file = sidecar(SidecarText.JSON);
    if (!TextFile.exists(file)) {
      return List.of();
    }
    return Annotations.texts(SidecarText.object(PictureFile.read(file)).path(name));
  }

  private Path sidecar(String extension) {
    String name = picture.getFileName().toString();
    return NamedFile.existing(
        picture.resolveSibling(name.substring(0, name.lastIndexOf('.') + 1) + extension));
  }

  @Override
  public String found() {
    return "no such file beside it, or an empty one";
  }
}
