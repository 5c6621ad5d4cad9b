package dev.jclip.data.pair;

import dev.jclip.data.file.Folders;
import dev.jclip.data.file.JsonRecords;
import dev.jclip.data.table.Table;
import dev.jclip.data.table.TableFile;
import dev.jclip.data.table.TableRow;
import dev.jclip.data.table.TableRows;
import dev.jclip.error.DataException;
import dev.jclip.image.file.ImageListing;
import dev.jclip.io.IoReason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Finds images in files of their own and what is written about them. */
final class PictureRows {
  private PictureRows() {}

  /** The rows of a table, of which only the columns that captions need are kept. */
  static List<PictureRow> ofTable(Path file, PairOptions options) {
    Table table = TableFile.open(file, options.separator());
    PairColumns columns = PairColumns.of(table, options);
    var rows = new ArrayList<PictureRow>();
    try (TableRows read = table.rows(columns.all())) {
      while (read.hasNext()) {
        rows.add(row(read.next(), columns));
      }
    }
    return rows;
  }

  private static PictureRow row(TableRow row, PairColumns columns) {
    return switch (row) {
      case TableRow.Fault(String place, String reason) -> new PictureRow.Fault(place, reason);
      case TableRow.Cells cells -> {
        String path = cells.cell(columns.image()).text();
        yield path.isBlank()
            ? new PictureRow.Fault(cells.place(), "has no image in the column " + columns.image())
            : new PictureRow.Named(path, columns.texts(cells));
      }
    };
  }

  /** The records of a JSON file, one a line or in a list. */
  static List<PictureRow> ofRecords(Path file, PairOptions options) {
    var columns = PairColumns.wanted(options);
    List<String> image = TableFile.column(options.imageColumn(), PairColumns.IMAGE);
    var rows = new ArrayList<PictureRow>();
    JsonRecords.read(
        file,
        new JsonRecords.Consumer() {
          @Override
          public void accept(String section, String key, JsonNode node) {
            var texts = new HashMap<String, List<String>>();
            columns.forEach((name, fields) -> texts.put(name, first(node, fields)));
            List<String> paths = first(node, image);
            rows.add(
                paths.isEmpty()
                    ? new PictureRow.Fault(
                        "record " + key, "has no image: expected " + String.join(" or ", image))
                    : new PictureRow.Named(paths.getFirst(), new Fields(texts)));
          }

          @Override
          public void fault(String key, String reason) {
            rows.add(new PictureRow.Fault(key, reason));
          }
        });
    return rows;
  }

  private static List<String> first(JsonNode node, List<String> fields) {
    for (String field : fields) {
      List<String> texts = Annotations.texts(node.path(field));
      if (!texts.isEmpty()) {
        return texts;
      }
    }
    return List.of();
  }

  /** The images of a folder, with the files beside them. */
  static List<PictureRow> ofFolder(Path folder) {
    try {
      var listing = new ImageListing();
      Folders.Found found = Folders.pictures(folder, listing);
      Folders.warn(folder, listing);
      return Stream.concat(
              found.faults().stream()
                  .map(
                      fault ->
                          (PictureRow)
                              new PictureRow.Fault(fault.folder().toString(), fault.reason())),
              found.pictures().stream()
                  .map(
                      file ->
                          new PictureRow.Named(
                              folder.relativize(file).toString(), new Sidecars(file))))
          .toList();
    } catch (IOException e) {
      throw new DataException("%s: cannot be listed: %s".formatted(folder, IoReason.of(e)), e);
    }
  }
}
