package dev.jclip.moderation.policy;

import dev.jclip.error.ClipException;
import org.jspecify.annotations.Nullable;

/** A policy cannot be used; the message starts with its file, line and column, counted from 1. */
public final class PolicyException extends ClipException {
  /** Creates the exception with its message. */
  public PolicyException(String message) {
    super(message);
  }

  /** Creates the exception with its message and the failure behind it. */
  public PolicyException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
