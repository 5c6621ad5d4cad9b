package dev.jclip.data.detection;

import dev.jclip.detect.Box;
import java.util.List;

/**
 * An object in an image.
 *
 * @param box around what is seen of it
 * @param phrases that name it, each of which is true of it; one or more
 */
public record NamedBox(Box box, List<String> phrases) {
  /** Copies the phrases. */
  public NamedBox {
    phrases = List.copyOf(phrases);
  }
}
