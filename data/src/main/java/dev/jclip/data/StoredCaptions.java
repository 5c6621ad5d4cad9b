package dev.jclip.data;

import dev.jclip.data.DescribedSet.Description;
import dev.jclip.data.table.ColumnRole;
import dev.jclip.data.table.RowPicture;
import dev.jclip.data.table.Table;
import dev.jclip.data.table.TableFile;
import dev.jclip.data.table.TableRow;
import dev.jclip.io.IoReason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Captioned images whose bytes are stored in a table.
 *
 * @param image the name of the column of images
 * @param caption the name of the column of captions; a cell holds one caption or a list of captions
 * @param folder where a cell of the image column holds a path and no bytes, the path is relative to
 *     this folder
 */
record StoredCaptions(Table table, String image, String caption, Path folder) {
  static Examples<Description> of(Table table, String image, CaptionedOptions options) {
    Path own = Objects.requireNonNull(table.file().toAbsolutePath().getParent());
    var captions =
        new StoredCaptions(
            table,
            image,
            table.require(
                ColumnRole.CAPTION, TableFile.column(options.caption(), TableFile.CAPTION)),
            options.imageRoot() == null ? own : options.imageRoot());
    return () -> TableStream.of(table, List.of(image, captions.caption)).map(captions::entry);
  }

  private Entry<Description> entry(TableRow row) {
    String key = table.file().getFileName() + "/" + row.place();
    return switch (row) {
      case TableRow.Fault fault ->
          new Entry.Skipped<>(
              key, "%s: %s: %s".formatted(table.file(), row.place(), fault.reason()));
      case TableRow.Cells cells -> {
        try {
          yield new Entry.Example<>(
              key,
              RowPicture.of(cells.cell(image), image, folder).read(),
              new Description(captions(cells), Map.of()));
        } catch (IOException e) {
          yield new Entry.Skipped<>(key, key + ": " + IoReason.of(e));
        }
      }
    };
  }

  private List<String> captions(TableRow.Cells row) throws IOException {
    List<String> captions =
        row.cell(caption).texts().stream()
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .toList();
    if (captions.isEmpty()) {
      throw new IOException("has no caption in the column " + caption);
    }
    return captions;
  }
}
