package dev.jclip.search.source;

import java.util.List;
import java.util.SortedMap;

/**
 * An image as it is stored.
 *
 * @param file the bytes, not decoded
 * @param caption what is said of it in words; may be empty
 * @param metadata names and values
 * @param faults why something that is said of it beside could not be read
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record PictureContent(
    byte[] file, String caption, SortedMap<String, String> metadata, List<String> faults) {
  /** An image of which everything could be read. */
  public PictureContent(byte[] file, String caption, SortedMap<String, String> metadata) {
    this(file, caption, metadata, List.of());
  }
}
