package dev.jclip.eval.detection;

import java.util.List;

/**
 * An image, with what is there and what was found in it.
 *
 * @param key the image's name
 * @param truth the objects that are there
 * @param found the detections
 */
public record ImageBoxes(String key, List<TruthBox> truth, List<FoundBox> found) {
  /** Copies the lists. */
  public ImageBoxes {
    truth = List.copyOf(truth);
    found = List.copyOf(found);
  }
}
