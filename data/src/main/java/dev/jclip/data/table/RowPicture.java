package dev.jclip.data.table;

import dev.jclip.data.file.NamedFile;
import dev.jclip.image.file.PictureFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A row's image: in the table itself, or in a file that the row names. */
public sealed interface RowPicture {
  /** The bytes of its file, not decoded. */
  byte[] read() throws IOException;

  /** An image that is stored in the table. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Stored(byte[] bytes) implements RowPicture {
    @Override
    public byte[] read() {
      return bytes;
    }
  }

  /**
   * An image in a file of its own.
   *
   * @param path as the row has it
   */
  record InFile(String path, Path file) implements RowPicture {
    @Override
    public byte[] read() throws IOException {
      return PictureFile.read(file);
    }
  }

  /**
   * The image of a row.
   *
   * @param column whose cell it is
   * @param folder what paths are relative to
   * @throws IOException if there is none, or the row names no file; the message says what was found
   */
  static RowPicture of(Cell cell, String column, Path folder) throws IOException {
    byte[] bytes = cell.bytes();
    if (bytes != null && bytes.length > 0) {
      return new Stored(bytes);
    }
    List<String> paths = cell.texts().stream().filter(text -> !text.isBlank()).toList();
    if (paths.isEmpty()) {
      throw new IOException("has no image in the column " + column);
    }
    if (paths.size() > 1) {
      throw new IOException(
          "expected one image in the column %s, found %d".formatted(column, paths.size()));
    }
    return new InFile(paths.getFirst(), NamedFile.of(paths.getFirst(), folder));
  }
}
