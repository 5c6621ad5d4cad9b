/** What a model can do, in figures. */
@NullMarked
package dev.jclip.eval;

import org.jspecify.annotations.NullMarked;
