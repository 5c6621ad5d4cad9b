package dev.jclip.error;

import org.jspecify.annotations.Nullable;

/**
 * Something outside the program is not as it should be: a file, a checkpoint, an image, a hub.
 *
 * <p>Messages say what is wrong, where (file, key or field), what was expected, what was found and
 * what to do. A caller's own mistake is an {@link IllegalArgumentException} instead.
 */
public class ClipException extends RuntimeException {
  /** Creates the exception with its message. */
  public ClipException(String message) {
    super(message);
  }

  /** Creates the exception with its message and the failure behind it. */
  public ClipException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
