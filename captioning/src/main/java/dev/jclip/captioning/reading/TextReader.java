package dev.jclip.captioning.reading;

import dev.jclip.image.RgbImage;
import java.util.List;

/** Reads the text that stands in images. Safe for many threads at once. */
@FunctionalInterface
public interface TextReader {
  /** Reads nothing. */
  TextReader NONE = _ -> List.of();

  /**
   * Reads an image.
   *
   * @return lines of text that are certain as a whole, word for word; empty where there are none
   * @throws ReadingException if the image cannot be read
   */
  List<String> read(RgbImage image);
}
