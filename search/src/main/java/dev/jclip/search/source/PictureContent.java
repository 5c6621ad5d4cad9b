package dev.jclip.search.source;

import java.util.SortedMap;

/**
 * A picture as it is stored.
 *
 * @param file the bytes, not decoded
 * @param caption what is said of it in words; may be empty
 * @param metadata names and values
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record PictureContent(byte[] file, String caption, SortedMap<String, String> metadata) {}
