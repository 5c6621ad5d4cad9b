package dev.jclip.data;

import dev.jclip.data.file.IoReason;
import dev.jclip.data.file.NearestNames;
import dev.jclip.error.DataException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** Tables with a header: CSV or TSV in UTF-8, parted by comma, tab or semicolon. */
final class TableFile {
  static final List<String> IMAGE =
      List.of("image", "filepath", "path", "file", "filename", "file_name");
  static final List<String> LABEL = List.of("label", "class", "category");
  static final List<String> CAPTION = List.of("caption", "text", "title");

  private static final int MAX_HEADER = 1 << 16;
  private static final int MAX_RECORD = 4 << 20;

  private TableFile() {}

  static boolean isNamed(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".csv") || name.endsWith(".tsv");
  }

  /** The given column, or else the usual ones. */
  static List<String> column(@Nullable String given, List<String> usual) {
    return given == null ? usual : List.of(given);
  }

  /**
   * Hands over two cells of each row.
   *
   * @param first names of the first column, of which the first one present is taken
   */
  static void read(
      Path file, List<String> first, List<String> second, BiConsumer<String, String> rows) {
    if (!Files.isRegularFile(file)) {
      throw new DataException(file + ": expected a table, found no regular file");
    }
    try (var in = new BufferedReader(decoder(file), MAX_HEADER)) {
      RecordLimit limited = new RecordLimit(in, MAX_RECORD);
      try (CSVParser parser = CSVParser.parse(limited, format(in))) {
        int one = index(file, parser, first);
        int two = index(file, parser, second);
        for (CSVRecord row : parser) {
          limited.nextRecord();
          rows.accept(cell(file, row, one), cell(file, row, two));
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

  private static CSVFormat format(BufferedReader in) throws IOException {
    in.mark(MAX_HEADER);
    if (in.read() != '\uFEFF') {
      in.reset();
    }
    in.mark(MAX_HEADER);
    char[] start = new char[MAX_HEADER / 2];
    int length = Math.max(0, in.read(start));
    in.reset();
    String header = new String(start, 0, length).lines().findFirst().orElse("");
    char delimiter = header.contains("\t") ? '\t' : header.contains(",") ? ',' : ';';
    return CSVFormat.DEFAULT
        .builder()
        .setDelimiter(delimiter)
        .setHeader()
        .setSkipHeaderRecord(true)
        .get();
  }

  private static int index(Path file, CSVParser parser, List<String> names) {
    List<String> header = parser.getHeaderNames();
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

  private static String cell(Path file, CSVRecord row, int index) {
    if (index >= row.size()) {
      throw new DataException(
          "%s: row %d: expected a cell %d, found %d cells"
              .formatted(file, row.getRecordNumber(), index + 1, row.size()));
    }
    return row.get(index);
  }

  private static DataException unreadable(Path file, String reason, Exception cause) {
    return new DataException("%s: expected a table in UTF-8: %s".formatted(file, reason), cause);
  }
}
