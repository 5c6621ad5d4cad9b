package dev.jclip.train.checkpoint;

import dev.jclip.error.CheckpointException;

/** A checkpoint was written by a run that trained other weights, or kept other things of them. */
public final class OtherRunException extends CheckpointException {
  private static final long serialVersionUID = 1L;

  OtherRunException(String message) {
    super(message);
  }
}
