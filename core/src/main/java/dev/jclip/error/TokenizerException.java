package dev.jclip.error;

import org.jspecify.annotations.Nullable;

/** A vocabulary is missing, damaged, or of a kind that jclip does not read. */
public class TokenizerException extends ClipException {
  /** Creates the exception with its message. */
  public TokenizerException(String message) {
    super(message);
  }

  /** Creates the exception with its message and the failure behind it. */
  public TokenizerException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
