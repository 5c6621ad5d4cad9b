package dev.jclip.error;

import org.jspecify.annotations.Nullable;

/** A checkpoint is missing, damaged, or not one of the CLIP family. */
public class CheckpointException extends ClipException {
  /** Creates the exception with its message. */
  public CheckpointException(String message) {
    super(message);
  }

  /** Creates the exception with its message and the failure behind it. */
  public CheckpointException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
