package dev.jclip.data;

import dev.jclip.data.table.ColumnRole;
import dev.jclip.data.table.RowPicture;
import dev.jclip.data.table.Table;
import dev.jclip.data.table.TableFile;
import dev.jclip.data.table.TableRow;
import dev.jclip.io.IoReason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Images with labels in a table.
 *
 * @param image the column of images, or of their paths
 * @param label the column of labels
 */
record TableLabels(Table table, String image, String label, LabelledOptions options)
    implements LabelSource {
  static TableLabels of(Table table, LabelledOptions options) {
    return new TableLabels(
        table,
        TableFile.imageColumn(table, options.imageColumn(), TableFile.IMAGE),
        table.require(ColumnRole.LABEL, TableFile.column(options.label(), TableFile.LABEL)),
        options);
  }

  @Override
  public Stream<Entry<List<Label>>> stream(boolean pictures) {
    boolean isStored = table.columnsOfBytes().contains(image);
    List<String> columns = isStored && !pictures ? List.of(label) : List.of(image, label);
    return TableStream.of(table, columns).map(row -> entry(row, !isStored, pictures));
  }

  private Entry<List<Label>> entry(TableRow row, boolean isPath, boolean picture) {
    String place = table.file().getFileName() + "/" + row.place();
    return switch (row) {
      case TableRow.Fault fault ->
          new Entry.Skipped<>(
              place, "%s: %s: %s".formatted(table.file(), row.place(), fault.reason()));
      case TableRow.Cells cells -> {
        try {
          List<Label> labels = labels(cells);
          yield isPath || picture
              ? entry(cells, place, labels, picture)
              : new Entry.Example<>(place, FileLabels.UNREAD, labels);
        } catch (IOException e) {
          yield new Entry.Skipped<>(
              place, "%s: %s: %s".formatted(table.file(), row.place(), IoReason.of(e)));
        }
      }
    };
  }

  private Entry<List<Label>> entry(
      TableRow.Cells row, String place, List<Label> labels, boolean picture) throws IOException {
    Path folder = Objects.requireNonNull(table.file().toAbsolutePath().getParent());
    return switch (RowPicture.of(row.cell(image), image, folder)) {
      case RowPicture.Stored stored -> new Entry.Example<>(place, stored.bytes(), labels);
      case RowPicture.InFile(String path, Path file) ->
          FileLabels.entry(path, file, labels, picture);
    };
  }

  private List<Label> labels(TableRow.Cells row) throws IOException {
    List<String> texts =
        row.cell(label).texts().stream()
            .flatMap(text -> options.multiLabel() ? parts(text) : Stream.of(text))
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .toList();
    if (!options.multiLabel() && texts.size() != 1) {
      throw new IOException(
          "expected one label in the column %s, found %s"
              .formatted(
                  label, texts.isEmpty() ? "none" : texts.size() + "; is the set multi-label?"));
    }
    return texts.stream().map(Label::named).toList();
  }

  private Stream<String> parts(String text) {
    return Stream.of(text.split(Pattern.quote(options.separator())));
  }
}
