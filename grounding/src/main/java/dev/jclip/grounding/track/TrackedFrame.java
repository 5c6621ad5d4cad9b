package dev.jclip.grounding.track;

import java.util.List;

/**
 * What is known after a frame.
 *
 * @param frame the frame's place in the stream, from 0
 * @param objects those in view, those hidden, and those that left and are not forgotten, in the
 *     order of their numbers
 * @param events what has changed
 */
public record TrackedFrame(int frame, List<TrackedObject> objects, List<TrackEvent> events) {
  /** Copies the lists. */
  public TrackedFrame {
    objects = List.copyOf(objects);
    events = List.copyOf(events);
  }
}
