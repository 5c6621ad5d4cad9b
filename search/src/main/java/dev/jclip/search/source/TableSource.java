package dev.jclip.search.source;

import dev.jclip.data.table.Cell;
import dev.jclip.data.table.RowPicture;
import dev.jclip.data.table.Table;
import dev.jclip.data.table.TableFile;
import dev.jclip.data.table.TableRow;
import dev.jclip.data.table.TableRows;
import dev.jclip.digest.Sha256;
import dev.jclip.io.IoReason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The images that a table holds or names, one a row, paths from the table's folder; a column of
 * captions, if there is one, and all other columns as metadata.
 */
record TableSource(Path table, TableColumns names) implements PictureSource {
  private static final String BYTES = "bytes";

  /** Between a row's place and the column of images, where that has been named. */
  private static final String COLUMN = "/";

  TableSource {
    table = table.toAbsolutePath().normalize();
  }

  @Override
  public String name() {
    return table.toString();
  }

  @Override
  public boolean covers(String id, String source) {
    return source.equals(name());
  }

  @Override
  public boolean replaces(String source) {
    return true;
  }

  @Override
  public Optional<String> version() {
    return Optional.empty(); // the images may have changed although the table has not
  }

  @Override
  public Optional<WatchedPlaces> watched() {
    return Optional.empty(); // the images may be anywhere
  }

  @Override
  public Findings find() {
    return new Rows(TableFile.open(table, null));
  }

  /** The name in an index of an image that is stored in the table. */
  private String id(String place) {
    return table + ShardSource.KEY + place + (names.image() == null ? "" : COLUMN + names.image());
  }

  /** Rows are in memory one by one, as they are asked for. */
  private final class Rows implements Findings {
    private final Table opened;
    private final String image;
    private final Optional<String> caption;
    private final TableRows rows;

    Rows(Table opened) {
      this.opened = opened;
      image = TableFile.imageColumn(opened, names.image(), TableFile.IMAGE);
      caption = names.captionIn(opened);
      rows = opened.rows(opened.columns());
    }

    @Override
    public OptionalLong count() {
      return opened.numRows();
    }

    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public Finding next() {
      return switch (rows.next()) {
        case TableRow.Fault(String place, String reason) -> fault(place, reason);
        case TableRow.Cells row -> {
          try {
            yield finding(row);
          } catch (IOException e) {
            yield fault(row.place(), IoReason.of(e));
          }
        }
      };
    }

    private Finding fault(String place, String reason) {
      return new Finding.Fault(id(place), "%s: %s: %s".formatted(table, place, reason));
    }

    private Finding finding(TableRow.Cells row) throws IOException {
      Path folder = Objects.requireNonNull(table.getParent());
      String said = caption.map(column -> row.cell(column).text()).orElse("").strip();
      return switch (RowPicture.of(row.cell(image), image, folder)) {
        case RowPicture.InFile(_, Path file) -> inFile(file, row, said);
        case RowPicture.Stored(byte[] bytes) -> {
          SortedMap<String, String> metadata = metadata(row);
          metadata.put(BYTES, Integer.toString(bytes.length));
          yield new Finding.Picture(
              id(row.place()),
              new Sha256().add(digest(row)).add(bytes).hex(),
              () -> new PictureContent(bytes, said, metadata));
        }
      };
    }

    private Finding inFile(Path file, TableRow.Cells row, String said) {
      String stamp = FileStamp.of(file);
      if (stamp.equals(FileStamp.NONE)) {
        return new Finding.Missing(FilePicture.id(file), file + ": no such file or folder");
      }
      SortedMap<String, String> metadata = metadata(row);
      return new Finding.Picture(
          FilePicture.id(file),
          stamp + "|" + digest(row),
          () -> FilePicture.read(file, said, metadata));
    }

    private SortedMap<String, String> metadata(TableRow.Cells row) {
      var metadata = new TreeMap<String, String>();
      for (String column : opened.columns()) {
        String text = row.cell(column).text();
        if (!text.isBlank() && !column.equals(image) && !caption.equals(Optional.of(column))) {
          metadata.put(column, text);
        }
      }
      return metadata;
    }

    private String digest(TableRow.Cells row) {
      var digest = new Sha256();
      for (String column : opened.columns()) {
        Cell cell = row.cell(column);
        digest.add(column).add(cell.text());
      }
      return digest.hex();
    }

    @Override
    public void close() {
      rows.close();
    }
  }

  /**
   * Reads an image again that is stored in a table.
   *
   * @param key what follows the table's path in the image's name
   */
  static byte[] read(Path table, String key) throws IOException {
    int end = key.indexOf(COLUMN);
    String place = end < 0 ? key : key.substring(0, end);
    Table opened = TableFile.open(table, null);
    String image =
        TableFile.imageColumn(
            opened, end < 0 ? null : key.substring(end + COLUMN.length()), TableFile.IMAGE);
    Path folder = Objects.requireNonNull(table.toAbsolutePath().getParent());
    try (TableRows rows = opened.rows(List.of(image))) {
      while (rows.hasNext()) {
        if (rows.next() instanceof TableRow.Cells row && row.place().equals(place)) {
          return RowPicture.of(row.cell(image), image, folder).read();
        }
      }
    }
    throw new IOException("the table has no image in " + place);
  }
}
