package dev.jclip.data.pair;

/**
 * A picture in a file of its own.
 *
 * @param path as the table has it, absolute or relative to the table's folder; empty if the row has
 *     none
 */
record PictureRow(String path, Annotations annotations) {}
