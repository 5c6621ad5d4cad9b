package dev.jclip.data.detection;

import dev.jclip.data.augment.View;
import dev.jclip.detect.Box;
import dev.jclip.error.DataException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What is known of the objects in an image.
 *
 * @param objects that are to be found
 * @param unsure phrases of which it is not known whether the image shows what they name, such as
 *     those of objects of which little is seen
 */
public record ImageObjects(List<NamedBox> objects, Set<String> unsure) {
  /** Of an object of which less of its area is seen, nobody knows whether it is to be found. */
  private static final double LEAST_VISIBLE = 0.3;

  private static final Predicate<String> SAYS_A_SIDE =
      Pattern.compile("(?i)\\b(left|right)(most)?\\b").asPredicate();

  /** Copies both. */
  public ImageObjects {
    objects = List.copyOf(objects);
    unsure = Set.copyOf(unsure);
  }

  /**
   * What is known of a view of the image, with boxes in units of its sides. Phrases that say left
   * or right are not known to be true of a mirrored view.
   *
   * @param width pixels in a row of the image
   * @param height rows of the image
   * @throws DataException if a box is not within the image
   */
  public ImageObjects seenIn(View view, int width, int height) {
    var seen = new ArrayList<NamedBox>();
    var doubtful = new HashSet<>(unsure);
    for (NamedBox object : objects) {
      requireWithin(object.box(), width, height);
      double visible = view.visible(object.box());
      List<String> known =
          object.phrases().stream()
              .filter(phrase -> !(view.isMirrored() && SAYS_A_SIDE.test(phrase)))
              .toList();
      if (visible >= LEAST_VISIBLE && !known.isEmpty()) {
        seen.add(new NamedBox(view.place(object.box()), known));
      } else if (visible > 0) {
        doubtful.addAll(known);
      }
      if (visible > 0) {
        object.phrases().stream().filter(phrase -> !known.contains(phrase)).forEach(doubtful::add);
      }
    }
    return new ImageObjects(seen, doubtful);
  }

  private static void requireWithin(Box box, int width, int height) {
    if (box.right() > width + 1 || box.bottom() > height + 1) {
      throw new DataException(
          "expected boxes within an image of %dx%d pixels, found one from (%s, %s) to (%s, %s); was the image scaled after it was annotated?"
              .formatted(width, height, box.left(), box.top(), box.right(), box.bottom()));
    }
  }
}
