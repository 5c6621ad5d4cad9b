package dev.jclip.search;

import dev.jclip.error.IndexException;

/** Files of an index are missing, or do not hold what was written. */
public class DamagedIndexException extends IndexException {
  private static final long serialVersionUID = 1;

  /** Creates the exception with its message and the failure behind it. */
  public DamagedIndexException(String message, Throwable cause) {
    super(message, cause);
  }
}
