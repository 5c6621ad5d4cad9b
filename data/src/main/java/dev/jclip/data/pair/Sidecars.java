package dev.jclip.data.pair;

import dev.jclip.data.file.NamedFile;
import dev.jclip.data.file.PictureFile;
import dev.jclip.data.file.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Files beside a picture that have its name with another ending. */
record Sidecars(Path picture) implements Annotations {
  @Override
  public List<String> text(String extension) throws IOException {
    Path file = sidecar(extension);
    return TextFile.exists(file) ? Annotations.stripped(read(file)) : List.of();
  }

  @Override
  public List<String> field(String name) throws IOException {
    Path file = sidecar("json");
    if (!TextFile.exists(file)) {
      return List.of();
    }
    try {
      return Annotations.texts(JsonMapper.shared().readTree(read(file)).path(name));
    } catch (JacksonException e) {
      throw new IOException("its .json cannot be read: " + e.getOriginalMessage(), e);
    }
  }

  private static String read(Path file) throws IOException {
    return TextFile.decode(PictureFile.read(file));
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
