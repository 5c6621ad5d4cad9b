package dev.jclip.data.table;

import dev.jclip.error.DataException;

/** A table has no column of the name that was asked for, nor of the usual ones. */
public final class MissingColumnException extends DataException {
  private final ColumnRole role;

  /** Creates the exception with its message. */
  public MissingColumnException(ColumnRole role, String message) {
    super(message);
    this.role = role;
  }

  /** What the column was asked for. */
  public ColumnRole role() {
    return role;
  }
}
