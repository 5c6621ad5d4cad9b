package dev.jclip.grounding.view;

import dev.jclip.detect.Box;
import java.util.Optional;

/**
 * An object as it is seen.
 *
 * @param id tells the objects of a view apart; one object has the same for every noun that finds it
 * @param noun what it was found as: "mug"
 * @param score how sure the detector is that it is one, between 0 and 1, before any calibration
 * @param box where it is in the image
 * @param volume where it is in space, where that is known
 */
public record Sighting(int id, String noun, double score, Box box, Optional<Volume> volume) {
  /**
   * @throws IllegalArgumentException if the score is not between 0 and 1
   */
  public Sighting {
    if (!(score >= 0 && score <= 1)) {
      throw new IllegalArgumentException("score: expected 0 to 1, found " + score);
    }
  }
}
