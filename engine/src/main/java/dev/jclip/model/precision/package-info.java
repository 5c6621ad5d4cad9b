/**
 * Which precision a tower computes in, where nobody has chosen one: the candidates, trials of their
 * speed and of their error on the tower itself, and the memory of what was measured. Entry class:
 * {@link dev.jclip.model.precision.PrecisionChoice}.
 */
@NullMarked
package dev.jclip.model.precision;

import org.jspecify.annotations.NullMarked;
