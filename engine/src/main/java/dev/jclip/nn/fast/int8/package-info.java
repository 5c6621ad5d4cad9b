/**
 * Linear layers of 8-bit integers, and what is computed between them, row by row: what leaves a
 * product is restored, goes through a non-linearity, and is rounded for the next product while it
 * is in the processor's nearest memory.
 */
@NullMarked
package dev.jclip.nn.fast.int8;

import org.jspecify.annotations.NullMarked;
