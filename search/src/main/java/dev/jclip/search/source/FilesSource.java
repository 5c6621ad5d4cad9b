package dev.jclip.search.source;

import dev.jclip.data.table.TableFile;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Images that are named one by one, with their sidecars. */
final class FilesSource implements PictureSource {
  private static final String NAME = "files";

  private final SequencedMap<String, Path> files = new LinkedHashMap<>();

  FilesSource(Collection<Path> files) {
    files.forEach(file -> this.files.put(FilePicture.id(file), file));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean covers(String id, String source) {
    return files.containsKey(id);
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
    Set<Path> all =
        files.values().stream()
            .map(file -> file.toAbsolutePath().normalize())
            .flatMap(
                file ->
                    Stream.of(
                        file,
                        Sidecar.of(file, Sidecar.CAPTION),
                        Sidecar.of(file, Sidecar.METADATA)))
            .collect(Collectors.toSet());
    return Optional.of(new WatchedPlaces(Set.of(), all));
  }

  @Override
  public Findings find() {
    List<Finding> findings =
        files.entrySet().stream().map(file -> finding(file.getKey(), file.getValue())).toList();
    return new ListedFindings(findings);
  }

  private static Finding finding(String id, Path file) {
    String stamp = FileStamp.of(file);
    return stamp.equals(FileStamp.NONE)
        ? new Finding.Missing(id, file + ": no such file or folder")
        : new Finding.Picture(id, Sidecar.stamp(file), () -> Sidecar.read(file));
  }
}
