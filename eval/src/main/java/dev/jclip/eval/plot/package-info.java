/** Figures as images. Entry class: {@link dev.jclip.eval.plot.Plot}; the only one with XChart. */
@NullMarked
package dev.jclip.eval.plot;

import org.jspecify.annotations.NullMarked;
