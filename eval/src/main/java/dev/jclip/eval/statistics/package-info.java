/**
 * How sure a figure is, and whether two differ. Entry classes: {@link
 * dev.jclip.eval.statistics.Bootstrap} and {@link dev.jclip.eval.statistics.PairedTest}. Imports
 * nothing of jclip.
 */
@NullMarked
package dev.jclip.eval.statistics;

import org.jspecify.annotations.NullMarked;
