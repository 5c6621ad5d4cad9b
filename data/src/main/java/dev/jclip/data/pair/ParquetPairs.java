package dev.jclip.data.pair;

import dev.jclip.data.Entry;
import dev.jclip.data.table.RowPicture;
import dev.jclip.data.table.Table;
import dev.jclip.data.table.TableFile;
import dev.jclip.data.table.TableRow;
import dev.jclip.data.table.TableRows;
import dev.jclip.error.DataException;
import dev.jclip.io.IoReason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A Parquet file, as img2dataset or Hugging Face's datasets write it: a column of images, or of
 * their paths, a caption, a key perhaps, and whatever else there is.
 */
record ParquetPairs(Path file, PairOptions options) implements PairShard {
  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public long numPairs() {
    try {
      return TableFile.open(file, null).numRows().orElse(0);
    } catch (DataException _) { // the stream says why
      return 0;
    }
  }

  @Override
  public PairStream open(CaptionDraw captions) {
    return new Rows(captions);
  }

  private String shard() {
    return String.valueOf(file.getFileName());
  }

  /** The rows as they are asked for. A file that cannot be read at all is one fault. */
  private final class Rows extends LookAhead {
    private final CaptionDraw captions;
    private @Nullable PairColumns columns;
    private @Nullable TableRows rows;
    private boolean isEnded;

    Rows(CaptionDraw captions) {
      this.captions = captions;
    }

    @Override
    @Nullable Entry<String> read() {
      if (isEnded) {
        return null;
      }
      try {
        TableRows open = rows == null ? openRows() : rows;
        if (open.hasNext()) {
          return pair(open.next(), Objects.requireNonNull(columns));
        }
        close();
        return null;
      } catch (DataException e) {
        close();
        return new Entry.Skipped<>(shard(), String.valueOf(e.getMessage()));
      }
    }

    private TableRows openRows() {
      Table table = TableFile.open(file, null);
      PairColumns found = PairColumns.of(table, options);
      columns = found;
      TableRows opened = table.rows(found.all());
      rows = opened;
      return opened;
    }

    private Entry<String> pair(TableRow row, PairColumns names) {
      return switch (row) {
        case TableRow.Fault(String place, String reason) ->
            new Entry.Skipped<>(shard(), "%s: %s: %s".formatted(file, place, reason));
        case TableRow.Cells cells -> pair(cells, names);
      };
    }

    private Entry<String> pair(TableRow.Cells row, PairColumns names) {
      String named = names.key() == null ? "" : row.cell(names.key()).text();
      String key = shard() + "/" + (named.isEmpty() ? row.place() : named);
      try {
        byte[] picture =
            RowPicture.of(
                    row.cell(names.image()),
                    names.image(),
                    Objects.requireNonNull(file.toAbsolutePath().getParent()))
                .read();
        return new Entry.Example<>(key, picture, captions.caption(key, names.texts(row)));
      } catch (IOException e) {
        return new Entry.Skipped<>(key, key + ": " + IoReason.of(e));
      }
    }

    @Override
    public void close() {
      isEnded = true;
      if (rows != null) {
        rows.close();
      }
    }
  }
}
