package dev.jclip.grounding.view;

import java.util.List;
import java.util.Optional;

/** What is seen at one moment. Implementations give the same answer to the same question. */
public interface View {
  /** Width of the image in pixels. */
  int width();

  /** Height of the image in pixels. */
  int height();

  /** All that may be what a noun says, with scores of any height; each object once. */
  List<Sighting> find(String noun);

  /** All objects that are seen, each once, as the noun that fits it best. */
  List<Sighting> everything();

  /**
   * How well phrases such as "red mug" and "blue mug" describe an object compared with each other.
   *
   * @return a probability for each phrase, in order; their sum is 1
   */
  double[] compare(Sighting object, List<String> phrases);

  /** An object of an earlier view as it is seen now; empty if it is seen no more. */
  Optional<Sighting> again(Sighting earlier);
}
