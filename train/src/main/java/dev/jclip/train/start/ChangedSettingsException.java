package dev.jclip.train.start;

/** A run would go on with other settings than it began with, and nobody has confirmed that. */
public final class ChangedSettingsException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  ChangedSettingsException(String message) {
    super(message);
  }
}
