package dev.jclip.data.table;

import dev.jclip.error.DataException;
import dev.jclip.image.file.ImageFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Opens tables, and knows what their columns are usually called. */
public final class TableFile {
  /** The usual names of a column of images or of their paths. */
  public static final List<String> IMAGE =
      List.of("image", "filepath", "path", "file", "filename", "file_name", "img");

  /** The usual names of a column of labels. */
  public static final List<String> LABEL = List.of("label", "class", "category");

  /** The usual names of a column of captions. */
  public static final List<String> CAPTION = List.of("caption", "text", "title");

  private static final String PARQUET = ".parquet";
  private static final List<String> TEXT = List.of(".csv", ".tsv");
  private static final List<String> PACKED = List.of("", ".gz", ".bz2", ".xz", ".zst");

  private TableFile() {}

  /** Whether a file's name ends as a table's does: CSV, TSV, these compressed, or Parquet. */
  public static boolean isNamed(Path file) {
    return isText(file) || isParquet(file);
  }

  /** Whether a file's name ends as one of delimited text does. */
  public static boolean isText(Path file) {
    String name = name(file);
    return TEXT.stream()
        .anyMatch(text -> PACKED.stream().anyMatch(packed -> name.endsWith(text + packed)));
  }

  /** Whether a file's name ends as Parquet's does. */
  public static boolean isParquet(Path file) {
    return name(file).endsWith(PARQUET);
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
  }

  /**
   * Opens a table: Parquet by its name, else delimited text.
   *
   * @param separator what parts the columns of text; {@code null} for a tab, comma or semicolon, as
   *     the header has it
   * @throws DataException if it cannot be read or is no table
   */
  public static Table open(Path file, @Nullable String separator) {
    if (!Files.isRegularFile(file)) {
      throw new DataException(file + ": expected a table, found no regular file");
    }
    return isParquet(file) ? ParquetTable.open(file) : TextTable.open(file, separator);
  }

  /** The given column, or else the usual ones. */
  public static List<String> column(@Nullable String given, List<String> usual) {
    return given == null ? usual : List.of(given);
  }

  /**
   * The column of images: the given one, or else one of a usual name, or that of a format such as
   * {@code jpg}, or else the only one of bytes; rather one with the images themselves than one with
   * their paths.
   *
   * @throws MissingColumnException if there is none
   */
  public static String imageColumn(Table table, @Nullable String given, List<String> usual) {
    if (given == null) {
      List<String> names = Stream.concat(usual.stream(), ImageFiles.EXTENSIONS.stream()).toList();
      Optional<String> stored = names.stream().filter(table.columnsOfBytes()::contains).findFirst();
      if (stored.isPresent()) {
        return stored.get();
      }
      if (table.find(usual).isEmpty() && table.columnsOfBytes().size() == 1) {
        return table.columnsOfBytes().getFirst();
      }
    }
    return table.require(ColumnRole.IMAGE, column(given, usual));
  }
}
