package dev.jclip.search;

/**
 * An image to be put into an index.
 *
 * @param vector of the index's length, and of norm 1
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record IndexEntry(IndexedPicture picture, float[] vector) {}
