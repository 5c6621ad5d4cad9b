package dev.jclip.data.table;

import dev.hardwood.InputFile;
import dev.hardwood.metadata.PhysicalType;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.schema.ColumnProjection;
import dev.hardwood.schema.SchemaNode;
import dev.jclip.error.DataException;
import dev.jclip.io.IoReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Parquet file. Lists are cells of several texts; Hugging Face's struct of {@code bytes} and
 * {@code path} is a stored file, or the path where there are no bytes; other nested values are
 * JSON.
 */
record ParquetTable(
    Path file,
    List<String> columns,
    List<String> columnsOfBytes,
    OptionalLong numRows,
    Map<String, String> metadata,
    Patience patience)
    implements Table {
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

  /** How pandas stores an index that has no name. */
  private static final Pattern INDEX = Pattern.compile("__index_level_\\d+__");

  /**
   * Reads the schema.
   *
   * @throws DataException if it is no Parquet
   */
  static ParquetTable open(Path file) {
    return open(file, new Patience(LONGEST_WAIT));
  }

  static ParquetTable open(Path file, Patience patience) {
    try (ParquetFileReader reader =
        patience.run(() -> ParquetFileReader.open(InputFile.of(file)))) {
      List<SchemaNode> fields =
          reader.getFileSchema().getRootNode().children().stream()
              .filter(field -> !INDEX.matcher(field.name()).matches())
              .toList();
      return new ParquetTable(
          file,
          fields.stream().map(SchemaNode::name).toList(),
          fields.stream().filter(ParquetTable::holdsBytes).map(SchemaNode::name).toList(),
          OptionalLong.of(reader.getFileMetaData().numRows()),
          reader.getFileMetaData().keyValueMetadata(),
          patience);
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      throw new DataException("%s: cannot be read as Parquet: %s".formatted(file, reason(e)), e);
    }
  }

  private static boolean holdsBytes(SchemaNode field) {
    return switch (field) {
      case SchemaNode.PrimitiveNode value ->
          value.type() == PhysicalType.BYTE_ARRAY && value.logicalType() == null;
      case SchemaNode.GroupNode group ->
          group.isStruct()
              && group.children().stream()
                  .anyMatch(child -> child.name().equals(ParquetCells.BYTES) && holdsBytes(child));
    };
  }

  /** The reader throws many kinds for damaged files. */
  private static String reason(Throwable failure) {
    return switch (failure) {
      case IOException e -> IoReason.of(e);
      case UncheckedIOException e when e.getCause() != null -> IoReason.of(e.getCause());
      case OutOfMemoryError _ -> "it claims more data than there is memory";
      default -> String.valueOf(failure.getMessage());
    };
  }

  @Override
  public List<String> classNames(String column) {
    return HuggingFaceFeatures.classNames(metadata, column);
  }

  @Override
  public TableRows rows(Collection<String> wanted) {
    return new Rows(List.copyOf(wanted));
  }

  /** The rows as they are asked for; damage ends them with one fault. */
  private final class Rows extends LookAheadRows {
    private final List<String> wanted;
    private @Nullable ParquetFileReader reader;
    private @Nullable RowReader rows;
    private long row;

    Rows(List<String> wanted) {
      this.wanted = wanted;
    }

    @Override
    @Nullable TableRow read() {
      try {
        RowReader open = rows == null ? patience.run(this::open) : rows;
        if (!patience.run(open::hasNext)) {
          return null;
        }
        open.next();
        Map<String, Cell> cells = new LinkedHashMap<>();
        for (String column : wanted) {
          cells.put(
              column, open.isNull(column) ? Cell.EMPTY : ParquetCells.of(open.getValue(column)));
        }
        return new TableRow.Cells("row " + row++, cells);
      } catch (IOException | RuntimeException | OutOfMemoryError e) {
        end();
        return new TableRow.Fault(
            "row " + row, "cannot be read as Parquet from here on: " + reason(e));
      }
    }

    private RowReader open() throws IOException {
      ParquetFileReader opened = ParquetFileReader.open(InputFile.of(file));
      reader = opened;
      RowReader built =
          opened
              .buildRowReader()
              .projection(ColumnProjection.columns(wanted.toArray(String[]::new)))
              .build();
      rows = built;
      return built;
    }

    @Override
    void closeSource() throws IOException {
      try {
        if (rows != null) {
          rows.close();
        }
      } finally {
        if (reader != null) {
          reader.close();
        }
      }
    }
  }
}
