/**
 * Rows of float32: their memory, functions of one, and how they are shared among threads. What is
 * computed between products, whatever these are taken of.
 */
@NullMarked
package dev.jclip.nn.fast.rows;

import org.jspecify.annotations.NullMarked;
