package dev.jclip.search;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an index knows of an image, beside its vector.
 *
 * @param id its only name in the index: the file's path, or the shard's path, {@code #}, and the
 *     key
 * @param source the folder, table or shard in which it was found
 * @param stamp another one whenever the image, or what is said of it, has changed
 * @param caption a text about it, which full-text search reads; may be empty
 * @param metadata names and values to filter by and to show
 */
public record IndexedPicture(
    String id, String source, String stamp, String caption, SortedMap<String, String> metadata) {
  /** Copies the metadata. */
  public IndexedPicture {
    metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
  }
}
