/**
 * CLIP itself: two towers that map pictures and texts into one space, one readable file each. Entry
 * class: {@link dev.jclip.model.ClipModel}. Works on tensors; {@link dev.jclip.model.ModelEncoder}
 * is its face of plain arrays.
 */
@NullMarked
package dev.jclip.model;

import org.jspecify.annotations.NullMarked;
