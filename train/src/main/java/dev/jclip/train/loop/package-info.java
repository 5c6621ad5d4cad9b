/** The loop over steps. Entry class: {@link dev.jclip.train.loop.Trainer}. */
@NullMarked
package dev.jclip.train.loop;

import org.jspecify.annotations.NullMarked;
