package dev.jclip.error;

import org.jspecify.annotations.Nullable;

/** A model hub cannot be reached, refuses, or sends something damaged. */
public class HubException extends ClipException {
  /** Creates the exception with its message. */
  public HubException(String message) {
    super(message);
  }

  /** Creates the exception with its message and the failure behind it. */
  public HubException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
