/** Contrastive training of CLIP models. */
@NullMarked
package dev.jclip.train;

import org.jspecify.annotations.NullMarked;
