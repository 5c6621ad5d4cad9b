package dev.jclip.data.table;

import java.util.Map;

/** A row of a table as it is read. */
public sealed interface TableRow {
  /** Where it stands, such as {@code line 3} or {@code row 2}. */
  String place();

  /**
   * A row with its cells.
   *
   * @param cells by the names of their columns; an empty cell may be missing
   */
  record Cells(String place, Map<String, Cell> cells) implements TableRow {
    /** The cell of a column. */
    public Cell cell(String column) {
      return cells.getOrDefault(column, Cell.EMPTY);
    }
  }

  /**
   * A row that cannot be read.
   *
   * @param reason what was expected and what was found
   */
  record Fault(String place, String reason) implements TableRow {}
}
