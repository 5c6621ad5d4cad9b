package dev.jclip.grounding.track;

import dev.jclip.detect.Box;

/**
 * An object that is known in a frame.
 *
 * @param id its number, the same in all frames of the stream
 * @param label as it was detected
 * @param score that of its last detection
 * @param box where it was detected; where it is expected, if it was not detected in this frame
 * @param seen the frame in which it was last detected
 * @param state whether it is in view
 */
public record TrackedObject(long id, String label, double score, Box box, int seen, State state) {
  /** Whether an object is in view. */
  public enum State {
    /** It is detected, or was a moment ago. */
    VISIBLE,
    /** Something stands before it. */
    HIDDEN,
    /** It is not where it was, though nothing stands before that place; it may come back. */
    LEFT
  }
}
