package dev.jclip.data.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a row under a column.
 *
 * @param texts one, or the elements of a list; none where there is nothing
 * @param bytes those of a file that is stored in the table; {@code null} where there are none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Cell(List<String> texts, byte @Nullable [] bytes) {
  /** A cell with nothing in it. */
  public static final Cell EMPTY = new Cell(List.of(), null);

  /** A cell with a text. */
  static Cell of(String text) {
    return new Cell(List.of(text), null);
  }

  /** All of its text; elements of a list are parted by line ends. */
  public String text() {
    return String.join("\n", texts);
  }
}
