package dev.jclip.search;

import dev.jclip.error.IndexException;

/** An index holds the vectors of another model than the one it is to be used with. */
public class OtherModelException extends IndexException {
  private static final long serialVersionUID = 1;

  /** Creates the exception with its message. */
  public OtherModelException(String message) {
    super(message);
  }
}
