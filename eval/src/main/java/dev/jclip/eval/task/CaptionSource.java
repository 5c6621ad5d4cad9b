package dev.jclip.eval.task;

import dev.jclip.data.DescribedSet;
import java.util.List;
import java.util.Map;

/** Where the captions come from that are evaluated: a model, or a file. */
@FunctionalInterface
public interface CaptionSource {
  /**
   * The caption of each image of a data set, by its key. An image that cannot be read has none.
   *
   * @param keys the images that could be read
   * @throws dev.jclip.error.DataException if there is no caption of one of these
   */
  Map<String, String> captions(DescribedSet set, List<String> keys);
}
