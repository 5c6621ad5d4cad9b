package dev.jclip.eval.feature;

import dev.jclip.data.Entry;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A data set as a model sees it: the images that could be read, in the order of the set.
 *
 * @param name the data set's name
 * @param keys N names of images
 * @param annotations N annotations
 * @param contents N digests of the images' bytes, equal where the bytes are
 * @param vectors [N, E] features, of any norm
 * @param skipped the entries that could not be used, and why
 * @param fingerprint SHA-256 over the keys and the bytes of all images, in hexadecimal
 * @param <A> what is known of an image
 */
public record ImageFeatures<A>(
    String name,
    List<String> keys,
    List<A> annotations,
    List<String> contents,
    List<float[]> vectors,
    List<Entry.Skipped<A>> skipped,
    String fingerprint) {
  /** Copies the lists. */
  public ImageFeatures {
    keys = List.copyOf(keys);
    annotations = List.copyOf(annotations);
    contents = List.copyOf(contents);
    vectors = List.copyOf(vectors);
    skipped = List.copyOf(skipped);
  }

  /** The number N of images. */
  public int size() {
    return keys.size();
  }

  /** These without some images. */
  public ImageFeatures<A> without(Set<Integer> places) {
    List<Integer> left =
        IntStream.range(0, size()).filter(i -> !places.contains(i)).boxed().toList();
    return new ImageFeatures<>(
        name,
        left.stream().map(keys::get).toList(),
        left.stream().map(annotations::get).toList(),
        left.stream().map(contents::get).toList(),
        left.stream().map(vectors::get).toList(),
        skipped,
        fingerprint);
  }
}
