package dev.jclip.error;

import org.jspecify.annotations.Nullable;

/** A data set is missing, damaged, or does not say what is asked of it. */
public class DataException extends ClipException {
  /** Creates the exception with its message. */
  public DataException(String message) {
    super(message);
  }

  /** Creates the exception with its message and the failure behind it. */
  public DataException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
