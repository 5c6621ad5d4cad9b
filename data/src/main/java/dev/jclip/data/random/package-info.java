/**
 * Randomness that is a function of numbers. Entry class: {@link
 * dev.jclip.data.random.SeededRandom}.
 */
@NullMarked
package dev.jclip.data.random;

import org.jspecify.annotations.NullMarked;
