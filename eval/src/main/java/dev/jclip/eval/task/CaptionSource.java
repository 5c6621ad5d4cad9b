package dev.jclip.eval.task;

import dev.jclip.data.DescribedSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where the captions come from that are evaluated: a model, or a file. */
@FunctionalInterface
public interface CaptionSource {
  /**
   * The captions of a data set.
   *
   * @param keys the images that could be read
   */
  Candidates captions(DescribedSet set, List<String> keys);

  /**
   * Captions of images, by the images' keys.
   *
   * @param captions one of each image that was described
   * @param withheld images of which nothing is said, since their captions need a person; no figure
   *     but their share counts them
   */
  record Candidates(Map<String, String> captions, Set<String> withheld) {
    /** Copies both. */
    public Candidates {
      captions = Map.copyOf(captions);
      withheld = Set.copyOf(withheld);
    }

    /** Captions of all images. */
    public static Candidates of(Map<String, String> captions) {
      return new Candidates(captions, Set.of());
    }
  }
}
