package dev.jclip.search.source;

import dev.jclip.data.file.TableFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One picture, with its sidecars. */
record FileSource(Path file) implements PictureSource {
  @Override
  public String name() {
    return FilePicture.id(file);
  }

  @Override
  public boolean covers(String id, String source) {
    return id.equals(name());
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
  public Findings find() {
    if (!Files.exists(file)) {
      return new ListedFindings(
          List.of(new Finding.Fault(name(), file + ": no such file or folder")));
    }
    String stamp =
        String.join(
            "|",
            FileStamp.of(file),
            FileStamp.of(Sidecar.of(file, Sidecar.CAPTION)),
            FileStamp.of(Sidecar.of(file, Sidecar.METADATA)));
    return new ListedFindings(
        List.of(new Finding.Picture(name(), stamp, () -> Sidecar.read(file))));
  }
}
