package dev.jclip.data;

import java.util.List;
import java.util.stream.Stream;

/** Images with labels of which no class is known yet. */
interface LabelSource {
  /**
   * Reads from the first on.
   *
   * @param pictures whether the images' bytes are wanted; they are empty otherwise
   */
  Stream<Entry<List<Label>>> stream(boolean pictures);
}
