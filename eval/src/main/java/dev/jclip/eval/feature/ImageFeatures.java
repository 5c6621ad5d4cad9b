package dev.jclip.eval.feature;

import dev.jclip.data.Entry;
import java.util.List;

/**
 * A data set as a model sees it: the pictures that could be read, in the order of the set.
 *
 * @param name the data set's name
 * @param keys N names of pictures
 * @param annotations N annotations
 * @param vectors [N, E] features, of any norm
 * @param skipped the entries that could not be used, and why
 * @param fingerprint SHA-256 over the keys and the bytes of all pictures, in hexadecimal
 * @param <A> what is known of a picture
 */
public record ImageFeatures<A>(
    String name,
    List<String> keys,
    List<A> annotations,
    List<float[]> vectors,
    List<Entry.Skipped<A>> skipped,
    String fingerprint) {
  /** Copies the lists. */
  public ImageFeatures {
    keys = List.copyOf(keys);
    annotations = List.copyOf(annotations);
    vectors = List.copyOf(vectors);
    skipped = List.copyOf(skipped);
  }

  /** The number N of pictures. */
  public int size() {
    return keys.size();
  }
}
