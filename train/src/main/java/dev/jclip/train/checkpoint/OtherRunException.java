package dev.jclip.train.checkpoint;

import dev.jclip.error.CheckpointException;

/**
 * A run cannot resume from a checkpoint, since the checkpoint lacks a tensor that the run needs, or
 * has it in another shape. The run that wrote the checkpoint trained other weights, used another
 * loss, or kept no average of the weights.
 */
public final class OtherRunException extends CheckpointException {
  private static final long serialVersionUID = 1L;

  OtherRunException(String message) {
    super(message);
  }
}
