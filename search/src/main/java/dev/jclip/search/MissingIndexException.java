package dev.jclip.search;

import dev.jclip.error.IndexException;

/** No index is where one is expected. */
public class MissingIndexException extends IndexException {
  private static final long serialVersionUID = 1;

  private final String index;

  /** Creates the exception with its message, the index's place and the failure behind it. */
  public MissingIndexException(String message, String index, Throwable cause) {
    super(message, cause);
    this.index = index;
  }

  /** Where the index was expected. */
  public String index() {
    return index;
  }
}
