package dev.jclip.grounding.track;

import dev.jclip.detect.Detection;
import java.util.Optional;

/**
 * A detection in one frame.
 *
 * @param detection what was found, and where
 * @param appearance what it looks like: any vector of which those of one object are more alike than
 *     those of two, such as the embedding of the box's picture; not copied
 */
public record Observation(Detection detection, Optional<float[]> appearance) {
  /** Only what was found, without what it looks like. */
  public static Observation of(Detection detection) {
    return new Observation(detection, Optional.empty());
  }

  /** What was found and what it looks like. */
  public static Observation of(Detection detection, float[] appearance) {
    return new Observation(detection, Optional.of(appearance));
  }
}
