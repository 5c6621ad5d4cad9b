package dev.jclip.grounding.view;

import dev.jclip.detect.Detection;
import dev.jclip.image.RgbImage;
import java.util.List;

/** Finds objects by words. */
@FunctionalInterface
public interface Detector {
  /**
   * All that may answer the queries.
   *
   * @return detections in any order, each with the place of the query that it answers. Low scores
   *     are left in: what a score is worth is decided later
   */
  List<Detection> detect(RgbImage image, List<String> queries);
}
