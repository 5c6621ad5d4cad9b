package dev.jclip.grounding.robot;

import dev.jclip.error.ClipException;
import org.jspecify.annotations.Nullable;

/** A robot cannot be reached, or sends what is not understood. */
public class RobotException extends ClipException {
  /** Creates the exception with its message. */
  public RobotException(String message) {
    super(message);
  }

  /** Creates the exception with its message and the failure behind it. */
  public RobotException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
