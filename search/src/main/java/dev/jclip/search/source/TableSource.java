package dev.jclip.search.source;

import dev.jclip.data.file.NamedFile;
import dev.jclip.data.file.TableFile;
import dev.jclip.digest.Sha256;
import dev.jclip.error.IndexException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * The pictures that a table names, one a row, paths from the table's folder; a column of captions,
 * if there is one, and all other columns as metadata.
 */
record TableSource(Path table) implements PictureSource {
  TableSource {
    table = table.toAbsolutePath().normalize();
  }

  @Override
  public String name() {
    return table.toString();
  }

  @Override
  public boolean covers(String id, String source) {
    return source.equals(name());
  }

  @Override
  public boolean replaces(String source) {
    return true;
  }

  @Override
  public Optional<String> version() {
    return Optional.empty(); // the pictures may have changed although the table has not
  }

  @Override
  public Findings find() {
    var findings = new ArrayList<Finding>();
    TableFile.readRecords(table, row -> findings.add(finding(row)));
    return new ListedFindings(findings);
  }

  private Finding finding(SequencedMap<String, String> row) {
    String picture =
        column(row, TableFile.IMAGE)
            .map(row::get)
            .filter(path -> !path.isBlank())
            .orElseThrow(
                () ->
                    new IndexException(
                        "%s: expected a column %s with a path in each row, found a row with %s"
                            .formatted(table, String.join(" or ", TableFile.IMAGE), row)));
    Path file = NamedFile.existing(table.resolveSibling(picture));
    String stamp = FileStamp.of(file);
    if (stamp.equals(FileStamp.NONE)) {
      return new Finding.Missing(FilePicture.id(file), file + ": no such file or folder");
    }
    String caption = column(row, TableFile.CAPTION).map(row::get).orElse("");
    var metadata = new TreeMap<>(row);
    column(row, TableFile.IMAGE).ifPresent(metadata::remove);
    column(row, TableFile.CAPTION).ifPresent(metadata::remove);
    metadata.values().removeIf(String::isBlank);
    var digest = new Sha256();
    for (Map.Entry<String, String> cell : row.entrySet()) {
      digest.add(cell.getKey()).add(cell.getValue());
    }
    return new Finding.Picture(
        FilePicture.id(file),
        stamp + "|" + digest.hex(),
        () -> FilePicture.read(file, caption.strip(), metadata));
  }

  private static Optional<String> column(Map<String, String> row, List<String> names) {
    return names.stream().filter(row::containsKey).findFirst();
  }
}
