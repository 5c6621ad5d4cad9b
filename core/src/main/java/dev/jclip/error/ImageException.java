package dev.jclip.error;

import org.jspecify.annotations.Nullable;

/** An image cannot be decoded, or is too large to be decoded safely. */
public class ImageException extends ClipException {
  /** Creates the exception with its message. */
  public ImageException(String message) {
    super(message);
  }

  /** Creates the exception with its message and the failure behind it. */
  public ImageException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
