package dev.jclip.data.pair;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.schema.ColumnProjection;
import dev.hardwood.schema.ColumnSchema;
import dev.jclip.data.Entry;
import dev.jclip.data.file.IoReason;
import dev.jclip.data.file.NearestNames;
import dev.jclip.data.file.TableFile;
import dev.jclip.image.ImageFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A Parquet file as img2dataset writes it: a column of pictures' bytes named for their format, a
 * caption, a key, and whatever else there is.
 */
record ParquetPairs(Path file, PairOptions options, Patience patience) implements PairShard {
  private static final String KEY = "key";
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

  ParquetPairs(Path file, PairOptions options) {
    this(file, options, new Patience(LONGEST_WAIT));
  }

  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public long numPairs() {
    try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(file))) {
      return reader.getFileMetaData().numRows();
    } catch (IOException | RuntimeException _) { // the stream says why
      return 0;
    }
  }

  @Override
  public PairStream open(CaptionDraw captions) {
    return new Rows(file, options, patience, captions);
  }

  /** The columns that are read. */
  private record Columns(
      String picture, @Nullable String caption, @Nullable String key, Set<String> all) {
    static Columns of(ParquetFileReader reader, PairOptions options) throws IOException {
      List<String> names =
          reader.getFileSchema().getColumns().stream()
              .filter(column -> column.maxRepetitionLevel() == 0)
              .map(ColumnSchema::name)
              .toList();
      var all = new LinkedHashSet<String>();
      String picture = first(TableFile.column(options.imageColumn(), ImageFiles.EXTENSIONS), names);
      all.add(picture);
      String caption = null;
      for (String member : options.captions().members()) {
        if (member.equals(CaptionSpec.TEXT)) {
          caption = first(TableFile.column(options.captionColumn(), TableFile.CAPTION), names);
          all.add(caption);
        } else {
          all.add(first(List.of(member), names));
        }
      }
      for (String field : options.captions().fields()) {
        all.add(first(List.of(field), names));
      }
      String key = names.contains(KEY) ? KEY : null;
      if (key != null) {
        all.add(key);
      }
      return new Columns(picture, caption, key, all);
    }

    private static String first(List<String> wanted, List<String> names) throws IOException {
      for (String name : wanted) {
        if (names.contains(name)) {
          return name;
        }
      }
      throw new IOException(
          "expected a column %s, found %s"
              .formatted(String.join(" or ", wanted), NearestNames.list(wanted.getFirst(), names)));
    }
  }

  /** The rows as they are asked for; damage ends them with one fault. */
  private static final class Rows extends LookAhead {
    private final Path file;
    private final PairOptions options;
    private final Patience patience;
    private final CaptionDraw captions;
    private @Nullable ParquetFileReader reader;
    private @Nullable RowReader rows;
    private @Nullable Columns columns;
    private long row;
    private boolean ended;

    Rows(Path file, PairOptions options, Patience patience, CaptionDraw captions) {
      this.file = file;
      this.options = options;
      this.patience = patience;
      this.captions = captions;
    }

    @Override
    @Nullable Entry<String> read() {
      if (ended) {
        return null;
      }
      try {
        RowReader open = rows == null ? patience.run(this::openRows) : rows;
        if (patience.run(open::hasNext)) {
          open.next();
          return pair(open, Objects.requireNonNull(columns));
        }
        close();
        return null;
      } catch (IOException e) {
        return fault(IoReason.of(e));
      } catch (UncheckedIOException e) {
        return fault(e.getCause() == null ? e.toString() : IoReason.of(e.getCause()));
      } catch (RuntimeException e) { // the reader throws many kinds for damaged files
        return fault(String.valueOf(e.getMessage()));
      }
    }

    private RowReader openRows() throws IOException {
      ParquetFileReader opened = ParquetFileReader.open(InputFile.of(file));
      reader = opened;
      Columns found = Columns.of(opened, options);
      columns = found;
      RowReader built =
          opened
              .buildRowReader()
              .projection(ColumnProjection.columns(found.all().toArray(String[]::new)))
              .build();
      rows = built;
      return built;
    }

    private Entry<String> pair(RowReader cells, Columns names) {
      String shard = String.valueOf(file.getFileName());
      String number = names.key() == null ? null : text(cells, names.key());
      String key = shard + "/" + (number == null ? "row " + row : number);
      row++;
      try {
        byte[] picture = cells.isNull(names.picture()) ? null : cells.getBinary(names.picture());
        if (picture == null) {
          throw new IOException("has no picture in the column " + names.picture());
        }
        String caption = captions.caption(key, new Cells(cells, names));
        return new Entry.Example<>(key, picture, caption);
      } catch (IOException e) {
        return new Entry.Skipped<>(key, key + ": " + IoReason.of(e));
      }
    }

    private Entry<String> fault(String reason) {
      close();
      return new Entry.Skipped<>(
          String.valueOf(file.getFileName()),
          "%s: cannot be read as Parquet from row %d on: %s".formatted(file, row, reason));
    }

    @Override
    public void close() {
      ended = true;
      try {
        if (rows != null) {
          rows.close();
        }
        if (reader != null) {
          reader.close();
        }
      } catch (IOException | RuntimeException _) {
        // nothing was written that could be lost
      }
      rows = null;
      reader = null;
    }
  }

  private static @Nullable String text(RowReader cells, String column) {
    return cells.isNull(column) ? null : String.valueOf(cells.getValue(column));
  }

  private record Cells(RowReader cells, Columns columns) implements Annotations {
    @Override
    public List<String> text(String name) {
      return field(
          name.equals(CaptionSpec.TEXT) && columns.caption() != null ? columns.caption() : name);
    }

    @Override
    public List<String> field(String name) {
      String text = ParquetPairs.text(cells, name);
      return text == null ? List.of() : Annotations.stripped(text);
    }

    @Override
    public String found() {
      var filled = new ArrayList<>(columns.all());
      filled.removeIf(cells::isNull);
      return "only the columns " + String.join(", ", filled);
    }
  }
}
