package dev.jclip.data;

import java.util.List;
import java.util.stream.Stream;

/** Pictures with labels of which no class is known yet. */
interface LabelSource {
  /**
   * Reads from the first on.
   *
   * @param pictures whether the pictures' bytes are wanted; they are empty otherwise
   */
  Stream<Entry<List<Label>>> stream(boolean pictures);
}
