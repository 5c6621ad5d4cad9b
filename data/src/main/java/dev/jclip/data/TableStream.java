package dev.jclip.data;

import dev.jclip.data.table.Table;
import dev.jclip.data.table.TableRow;
import dev.jclip.data.table.TableRows;
import java.util.Collection;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The rows of a table as a stream; close it. */
final class TableStream {
  private TableStream() {}

  static Stream<TableRow> of(Table table, Collection<String> columns) {
    TableRows rows = table.rows(columns);
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(rows, Spliterator.ORDERED | Spliterator.NONNULL),
            false)
        .onClose(rows::close);
  }
}
