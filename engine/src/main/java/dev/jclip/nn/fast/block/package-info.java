/**
 * What the inference forms of a residual attention block share, in whichever precision: its weights
 * with scales folded in, the attention on the engine's own kinds of numbers, and the owner of
 * packed weights.
 */
@NullMarked
package dev.jclip.nn.fast.block;

import org.jspecify.annotations.NullMarked;
