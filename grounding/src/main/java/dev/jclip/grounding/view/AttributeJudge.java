package dev.jclip.grounding.view;

import dev.jclip.detect.Box;
import dev.jclip.image.RgbImage;
import java.util.List;

/** Compares what is seen at a place of an image with words. */
@FunctionalInterface
public interface AttributeJudge {
  /**
   * How well phrases describe what a box shows, compared with each other.
   *
   * @return a probability for each phrase, in order; their sum is 1
   */
  double[] judge(RgbImage image, Box box, List<String> phrases);
}
