package dev.jclip.error;

import org.jspecify.annotations.Nullable;

/** An index of images is missing, damaged, of another model, or cannot be written. */
public class IndexException extends ClipException {
  /** Creates the exception with its message. */
  public IndexException(String message) {
    super(message);
  }

  /** Creates the exception with its message and the failure behind it. */
  public IndexException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
