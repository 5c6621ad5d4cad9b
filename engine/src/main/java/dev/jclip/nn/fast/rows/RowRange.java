package dev.jclip.nn.fast.rows;

/**
 * Rows of a matrix that stand one behind the other.
 *
 * @param first the first of them
 * @param count how many
 */
public record RowRange(int first, int count) {}
