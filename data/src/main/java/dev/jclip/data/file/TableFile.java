package dev.jclip.data.file;

import dev.jclip.error.DataException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** Tables with a header: CSV or TSV in UTF-8, parted by comma, tab or semicolon. */
public final class TableFile {
  /** The usual names of a column of pictures' paths. */
  public static final List<String> IMAGE =
      List.of("image", "filepath", "path", "file", "filename", "file_name");

  /** The usual names of a column of labels. */
  public static final List<String> LABEL = List.of("label", "class", "category");

  /** The usual names of a column of captions. */
  public static final List<String> CAPTION = List.of("caption", "text", "title");

  private static final int MAX_HEADER = 1 << 16;
  private static final int MAX_RECORD = 4 << 20;

  private TableFile() {}

  /** Whether a file's name ends as a table's does. */
  public static boolean isNamed(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".csv") || name.endsWith(".tsv");
  }

  /** The given column, or else the usual ones. */
  public static List<String> column(@Nullable String given, List<String> usual) {
    return given == null ? usual : List.of(given);
  }

  /**
   * A row's cells.
   *
   * @param number the row's, from 1, the header not counted
   * @param numCells how many it has
   * @param cells one of each column asked for; {@code null} where the row is too short
   */
  public record Row(long number, int numCells, List<@Nullable String> cells) {}

  /**
   * Hands over two cells of each row.
   *
   * @param first names of the first column, of which the first one present is taken
   * @throws DataException if it is no table, has no such columns, or has a row without them
   */
  public static void read(
      Path file, List<String> first, List<String> second, BiConsumer<String, String> rows) {
    List<List<String>> columns = List.of(first, second);
    readRows(file, null, columns, row -> rows.accept(cell(file, row, 0), cell(file, row, 1)));
  }

  /**
   * Hands over some cells of each row.
   *
   * @param separator what parts the columns; {@code null} to find it in the header
   * @param columns names of each column, of which the first one present is taken
   * @throws DataException if it is no table or has no such column
   */
  public static void readRows(
      Path file, @Nullable String separator, List<List<String>> columns, Consumer<Row> rows) {
    read(
        file,
        separator,
        header -> {
          int[] indices = columns.stream().mapToInt(names -> index(file, header, names)).toArray();
          return row ->
              rows.accept(new Row(row.getRecordNumber(), row.size(), cells(row, indices)));
        });
  }

  /**
   * Hands over each row by the names of its columns, in their order; what a short row lacks is
   * missing.
   *
   * @throws DataException if it is no table
   */
  public static void readRecords(Path file, Consumer<SequencedMap<String, String>> rows) {
    read(
        file,
        null,
        header ->
            row -> {
              var record = new LinkedHashMap<String, String>();
              for (int i = 0; i < Math.min(header.size(), row.size()); i++) {
                record.put(header.get(i), row.get(i));
              }
              rows.accept(record);
            });
  }

  private static void read(
      Path file,
      @Nullable String separator,
      Function<List<String>, Consumer<CSVRecord>> readerOfHeader) {
    if (!Files.isRegularFile(file)) {
      throw new DataException(file + ": expected a table, found no regular file");
    }
    try (var in = new BufferedReader(decoder(file), MAX_HEADER)) {
      RecordLimit limited = new RecordLimit(in, MAX_RECORD);
      try (CSVParser parser = CSVParser.parse(limited, format(in, separator))) {
        Consumer<CSVRecord> reader = readerOfHeader.apply(parser.getHeaderNames());
        for (CSVRecord row : parser) {
          limited.nextRecord();
          reader.accept(row);
        }
      }
    } catch (IOException e) {
      throw unreadable(file, IoReason.of(e), e);
    } catch (UncheckedIOException e) {
      throw unreadable(file, e.getCause() == null ? "" : IoReason.of(e.getCause()), e);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw unreadable(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static Reader decoder(Path file) throws IOException {
    return new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8.newDecoder());
  }

  private static CSVFormat format(BufferedReader in, @Nullable String separator)
      throws IOException {
    in.mark(MAX_HEADER);
    if (in.read() != '\uFEFF') {
      in.reset();
    }
    return CSVFormat.DEFAULT
        .builder()
        .setDelimiter(separator == null ? separatorOf(in) : separator)
        .setHeader()
        .setSkipHeaderRecord(true)
        .get();
  }

  private static String separatorOf(BufferedReader in) throws IOException {
    in.mark(MAX_HEADER);
    char[] start = new char[MAX_HEADER / 2];
    int length = Math.max(0, in.read(start));
    in.reset();
    String header = new String(start, 0, length).lines().findFirst().orElse("");
    return header.contains("\t") ? "\t" : header.contains(",") ? "," : ";";
  }

  private static int index(Path file, List<String> header, List<String> names) {
    for (String name : names) {
      int index = header.indexOf(name);
      if (index >= 0) {
        return index;
      }
    }
    throw new DataException(
        "%s: expected a column %s, found %s; name the column to use"
            .formatted(
                file, String.join(" or ", names), NearestNames.list(names.getFirst(), header)));
  }

  private static List<@Nullable String> cells(CSVRecord row, int[] indices) {
    var cells = new ArrayList<@Nullable String>(indices.length);
    for (int index : indices) {
      cells.add(index < row.size() ? row.get(index) : null);
    }
    return cells;
  }

  private static String cell(Path file, Row row, int index) {
    String cell = row.cells().get(index);
    if (cell == null) {
      throw new DataException(
          "%s: row %d: expected as many cells as the header has, found %d cells"
              .formatted(file, row.number(), row.numCells()));
    }
    return cell;
  }

  private static DataException unreadable(Path file, String reason, Exception cause) {
    return new DataException("%s: expected a table in UTF-8: %s".formatted(file, reason), cause);
  }
}
