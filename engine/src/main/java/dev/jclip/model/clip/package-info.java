/**
 * CLIP itself: two towers that map pictures and texts into one space, one readable file each. Entry
 * class: {@link dev.jclip.model.clip.ClipModel}. Works on tensors; {@link dev.jclip.model.inference.ModelEncoder}
 * is its face of plain arrays.
 */
@NullMarked
package dev.jclip.model.clip;

import org.jspecify.annotations.NullMarked;
