/**
 * What a run makes small: the seam between the loop and what is computed. Entry class: {@link
 * dev.jclip.train.objective.Objective}.
 */
@NullMarked
package dev.jclip.train.objective;

import org.jspecify.annotations.NullMarked;
