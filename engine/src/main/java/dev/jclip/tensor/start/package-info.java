/**
 * The start of the engine, its settings, what this processor can do, and the functions of its
 * libraries that are found by name. Entry class: {@link dev.jclip.tensor.start.Engine}.
 */
@NullMarked
package dev.jclip.tensor.start;

import org.jspecify.annotations.NullMarked;
