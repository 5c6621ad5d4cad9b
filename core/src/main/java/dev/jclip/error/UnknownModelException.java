package dev.jclip.error;

import java.util.List;

/** A model's name is neither that of a file or folder nor that of a published model. */
public class UnknownModelException extends CheckpointException {
  private static final long serialVersionUID = 1;

  private final List<String> nearest;

  /**
   * Creates the exception with its message.
   *
   * @param nearest the known names most like the one that was given, perhaps none
   */
  public UnknownModelException(String message, List<String> nearest) {
    super(message);
    this.nearest = List.copyOf(nearest);
  }

  /** The known names most like the one that was given, perhaps none. */
  public List<String> nearest() {
    return nearest;
  }
}
