package dev.jclip.cli.command.detect;

import dev.jclip.Detector;
import dev.jclip.detect.Detection;
import dev.jclip.detect.DetectionOptions;
import dev.jclip.image.RgbImage;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the same in each image.
 *
 * @param masks which pixels belong to a detection
 */
record ObjectSearch(
    Detector detector, List<Detector.Query> queries, DetectionOptions options, ObjectMasks masks) {
  /** For each image what was found in it. */
  List<List<FoundObject>> find(List<RgbImage> images) {
    List<List<Detection>> found = detector.findAll(images, queries, options);
    var objects = new ArrayList<List<FoundObject>>();
    for (int i = 0; i < images.size(); i++) {
      objects.add(masks.regions(images.get(i), found.get(i)));
    }
    return objects;
  }
}
