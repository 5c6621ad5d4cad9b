package dev.jclip.moderation.decision;

import dev.jclip.moderation.view.Box;
import java.util.List;

/**
 * All that a decision needs to know of an image. Immutable; the vectors are not copied.
 *
 * @param boxes the parts that were looked at, the whole image first
 * @param views the embedding of each part, of norm 1
 * @param changed embeddings of the whole image after everyday changes; none where stability was not
 *     asked for
 */
public record EmbeddedImage(List<Box> boxes, List<float[]> views, List<float[]> changed) {
  /** Copies the lists. */
  public EmbeddedImage {
    boxes = List.copyOf(boxes);
    views = List.copyOf(views);
    changed = List.copyOf(changed);
    if (boxes.isEmpty() || boxes.size() != views.size()) {
      throw new IllegalArgumentException(
          "views: expected one for each of the boxes, one or more, found %d for %d"
              .formatted(views.size(), boxes.size()));
    }
  }
}
