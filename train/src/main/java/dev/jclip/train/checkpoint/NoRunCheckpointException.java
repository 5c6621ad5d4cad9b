package dev.jclip.train.checkpoint;

import dev.jclip.error.CheckpointException;

/** The folder to resume from is no checkpoint of a run. It may hold only the weights of a model. */
public final class NoRunCheckpointException extends CheckpointException {
  private static final long serialVersionUID = 1L;

  NoRunCheckpointException(String message) {
    super(message);
  }
}
