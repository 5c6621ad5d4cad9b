/** Attention in bfloat16 by oneDNN's innermost kernel, on processors with matrix units. */
@NullMarked
package dev.jclip.nn.fast.bfloat16;

import org.jspecify.annotations.NullMarked;
