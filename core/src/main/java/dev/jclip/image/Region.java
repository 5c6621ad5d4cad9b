package dev.jclip.image;

/**
 * A rectangle of pixels.
 *
 * @param left first column, from 0
 * @param top first row, from 0
 * @param width columns, at least 1
 * @param height rows, at least 1
 */
record Region(int left, int top, int width, int height) {}
