package dev.jclip.captioning.alttext;

import dev.jclip.error.ClipException;
import org.jspecify.annotations.Nullable;

/**
 * A text cannot be written into an image; the message names the file, and the file is as it was.
 */
public final class AltTextException extends ClipException {
  /** Creates the exception with its message. */
  public AltTextException(String message) {
    super(message);
  }

  /** Creates the exception with its message and the failure behind it. */
  public AltTextException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
