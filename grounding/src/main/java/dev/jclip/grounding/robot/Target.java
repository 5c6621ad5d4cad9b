package dev.jclip.grounding.robot;

import dev.jclip.detect.Box;
import java.util.Optional;

/**
 * An object that something is to be done with.
 *
 * @param words what was meant, such as "the red mug left of the book"
 * @param box where it is in the latest view, in pixels
 * @param space where it is in space, where that is known
 * @param grasp how the gripper should stand to hold it, where that is known
 */
public record Target(String words, Box box, Optional<SpaceBox> space, Optional<Pose> grasp) {
  /** A target of which only the place in the image is known. */
  public static Target inImage(String words, Box box) {
    return new Target(words, box, Optional.empty(), Optional.empty());
  }
}
