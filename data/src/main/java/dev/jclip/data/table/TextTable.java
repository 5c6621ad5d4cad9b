package dev.jclip.data.table;

import dev.jclip.data.file.Compression;
import dev.jclip.data.table.RowTokenizer.Tokens;
import dev.jclip.error.DataException;
import dev.jclip.io.IoReason;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Delimited text with a header. UTF-8 is parted as bytes, and cells are decoded on their own, so
 * that one which is not UTF-8 costs its row alone; UTF-16 is told by its byte order mark.
 *
 * @param separator what parts its columns
 * @param numLeading cells before those that have a name in the header: an index without one
 */
record TextTable(Path file, String separator, List<String> columns, int numLeading)
    implements Table {
  private static final int BYTE_ORDER_MARK = 3;

  /** How much is looked at to tell an index from a row with a cell too many. */
  private static final int ROWS_LOOKED_AT = 256;

  private static final int CHARACTERS_LOOKED_AT = 4 << 20;

  /**
   * Reads the header.
   *
   * @param typed the separator; {@code null} to find it in the header
   * @throws DataException if it is no table
   */
  static TextTable open(Path file, @Nullable String typed) {
    try (Source source = Source.open(file)) {
      String separator =
          typed == null
              ? Separator.of(source.characters())
              : source.encoded(Separator.typed(typed));
      var tokens = new RowTokenizer(source.characters(), separator);
      Tokens header = tokens.next();
      if (header == null) {
        throw new DataException(file + ": expected a table with a header, found nothing in it");
      }
      if (header.fault() != null) {
        throw new DataException("%s: header: %s".formatted(file, header.fault()));
      }
      List<String> names = names(header.cells().stream().map(source::decodedLeniently).toList());
      if (names.getFirst().indexOf('\0') >= 0) {
        throw new DataException(
            file
                + ": expected a table in UTF-8, found one that looks like UTF-16 without a byte order mark; save it in UTF-8");
      }
      return new TextTable(file, separator, names, numLeading(tokens, names.size()));
    } catch (IOException e) {
      throw new DataException(
          "%s: expected a table in UTF-8: %s".formatted(file, IoReason.of(e)), e);
    }
  }

  /** Names as pandas makes them distinct. */
  private static List<String> names(List<String> header) {
    var names = new ArrayList<String>();
    var taken = new HashSet<String>();
    for (int i = 0; i < header.size(); i++) {
      String name = header.get(i).isEmpty() ? "Unnamed: " + i : header.get(i);
      String distinct = name;
      for (int copy = 1; !taken.add(distinct); copy++) {
        distinct = name + "." + copy;
      }
      names.add(distinct);
    }
    return List.copyOf(names);
  }

  /**
   * If the first row has cells too many, they are an index, as pandas takes it; here most of the
   * rows that follow must have as many, since else it is the first row that has a separator too
   * many.
   */
  private static int numLeading(RowTokenizer tokens, int numNames) throws IOException {
    int width = 0;
    int rows = 0;
    int alike = 0;
    int characters = 0;
    while (rows < ROWS_LOOKED_AT && characters < CHARACTERS_LOOKED_AT) {
      Tokens row = tokens.next();
      if (row == null) {
        break;
      }
      characters += row.length();
      if (row.fault() == null) {
        width = rows == 0 ? row.cells().size() : width;
        rows++;
        alike += row.cells().size() == width ? 1 : 0;
        if (width <= numNames) {
          return 0;
        }
      }
    }
    return 2 * alike > rows ? width - numNames : 0;
  }

  @Override
  public OptionalLong numRows() {
    return OptionalLong.empty();
  }

  @Override
  public List<String> columnsOfBytes() {
    return List.of();
  }

  @Override
  public List<String> classNames(String column) {
    return List.of();
  }

  @Override
  public TableRows rows(Collection<String> wanted) {
    try {
      return new Rows(Source.open(file), List.copyOf(wanted));
    } catch (IOException e) {
      throw new DataException("%s: cannot be read: %s".formatted(file, IoReason.of(e)), e);
    }
  }

  /**
   * The characters of a file.
   *
   * @param areBytes whether each stands for one byte
   */
  private record Source(Characters characters, boolean areBytes) implements AutoCloseable {
    static Source open(Path file) throws IOException {
      InputStream in = new BufferedInputStream(Compression.open(file));
      in.mark(BYTE_ORDER_MARK);
      byte[] start = in.readNBytes(BYTE_ORDER_MARK);
      boolean isUtf8 = start.length == 3 && start[0] == (byte) 0xef && start[1] == (byte) 0xbb;
      if (isUtf8 && start[2] == (byte) 0xbf) {
        return of(in, StandardCharsets.ISO_8859_1, true);
      }
      in.reset();
      boolean isUtf16 =
          start.length > 1 && (start[0] & start[1] & 0xfe) == 0xfe && start[0] != start[1];
      return isUtf16
          ? of(in, StandardCharsets.UTF_16, false)
          : of(in, StandardCharsets.ISO_8859_1, true);
    }

    private static Source of(InputStream in, Charset charset, boolean areBytes) {
      return new Source(new Characters(new InputStreamReader(in, charset.newDecoder())), areBytes);
    }

    /** A separator in these characters. */
    String encoded(String separator) {
      return areBytes ? Separator.asBytes(separator) : separator;
    }

    String decoded(String cell) throws IOException {
      return !areBytes || cell.chars().allMatch(c -> c < 0x80)
          ? cell
          : Utf8.decode(cell.getBytes(StandardCharsets.ISO_8859_1));
    }

    String decodedLeniently(String cell) {
      return areBytes
          ? new String(cell.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
          : cell;
    }

    @Override
    public void close() throws IOException {
      characters.close();
    }
  }

  private final class Rows extends LookAheadRows {
    private final Source source;
    private final RowTokenizer tokens;
    private final List<String> wanted;
    private final int width = numLeading + columns.size();

    Rows(Source source, List<String> wanted) throws IOException {
      this.source = source;
      this.wanted = wanted;
      tokens = new RowTokenizer(source.characters(), separator);
      tokens.next(); // the header
    }

    @Override
    @Nullable TableRow read() {
      try {
        Tokens row = tokens.next();
        return row == null ? null : row(row);
      } catch (IOException e) {
        end();
        return new TableRow.Fault(
            "line " + tokens.line(), "what follows cannot be read: " + IoReason.of(e));
      }
    }

    private TableRow row(Tokens row) {
      String place = "line " + row.line();
      if (row.fault() != null) {
        return new TableRow.Fault(place, row.fault());
      }
      if (row.cells().size() > width) {
        return new TableRow.Fault(
            place,
            "expected %d cells, found %d; a text with a %s in it needs quotes around it"
                .formatted(width, row.cells().size(), separatorName()));
      }
      Map<String, Cell> cells = new LinkedHashMap<>();
      for (String column : wanted) {
        int index = numLeading + columns.indexOf(column);
        String cell = index < row.cells().size() ? row.cells().get(index) : "";
        try {
          cells.put(column, Cell.of(source.decoded(cell)));
        } catch (IOException e) {
          return new TableRow.Fault(
              place, "expected UTF-8 in the column %s, found %s".formatted(column, e.getMessage()));
        }
      }
      return new TableRow.Cells(place, cells);
    }

    private String separatorName() {
      return separator.equals("\t")
          ? "tab"
          : separator.equals(",") ? "comma" : "\"" + source.decodedLeniently(separator) + "\"";
    }

    @Override
    void closeSource() throws IOException {
      source.close();
    }
  }
}
