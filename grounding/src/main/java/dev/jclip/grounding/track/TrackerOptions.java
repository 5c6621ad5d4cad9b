package dev.jclip.grounding.track;

/**
 * How objects are followed.
 *
 * @param confirmations in so many frames an object is detected before it has a number, 1 or more;
 *     what is detected less often is a false alarm
 * @param patience so many frames in a row an object may be missed before it counts as hidden or
 *     gone, 1 or more
 * @param memory after so many frames without a detection an object is forgotten, {@code patience}
 *     or more
 * @param movedBy an object that rests so far from its former place has moved; in multiples of its
 *     size, above 0
 */
public record TrackerOptions(int confirmations, int patience, int memory, double movedBy) {
  /** Two detections, three misses, 300 frames, half the size. */
  public static final TrackerOptions DEFAULT = new TrackerOptions(2, 3, 300, 0.5);

  /** Checks the ranges. */
  public TrackerOptions {
    if (confirmations < 1 || patience < 1 || memory < patience || !(movedBy > 0)) {
      throw new IllegalArgumentException(
          "expected confirmations and patience of 1 or more, a memory of at least patience, and movedBy above 0; found %d, %d, %d and %s"
              .formatted(confirmations, patience, memory, movedBy));
    }
  }
}
