package dev.jclip.train.detection;

import dev.jclip.data.detection.NamedBox;
import dev.jclip.detect.Box;
import java.util.List;

/**
 * What a detector shall say of an image.
 *
 * @param queries that it is asked
 * @param objects with their boxes in units of the image's sides; those of their phrases that are
 *     queries are to be answered
 */
public record ImageTargets(List<String> queries, List<NamedBox> objects) {
  /** Copies both. */
  public ImageTargets {
    queries = List.copyOf(queries);
    objects = List.copyOf(objects);
  }

  /** Whether an object is an answer to a query. */
  boolean answers(int object, int query) {
    return objects.get(object).phrases().contains(queries.get(query));
  }

  /** Centre, width and height of an object's box. */
  float[] box(int object) {
    Box box = objects.get(object).box();
    return new float[] {
      (float) box.centerX(), (float) box.centerY(), (float) box.width(), (float) box.height()
    };
  }
}
