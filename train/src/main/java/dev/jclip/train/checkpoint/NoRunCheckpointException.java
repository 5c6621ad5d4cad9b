package dev.jclip.train.checkpoint;

import dev.jclip.error.CheckpointException;

/** What shall be resumed is no checkpoint of a run; it may be a model's weights. */
public final class NoRunCheckpointException extends CheckpointException {
  private static final long serialVersionUID = 1L;

  NoRunCheckpointException(String message) {
    super(message);
  }
}
