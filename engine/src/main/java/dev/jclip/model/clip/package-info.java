/**
 * CLIP itself: two towers that map images and texts into one space, one readable file each. Works
 * on tensors. Entry class: {@link dev.jclip.model.clip.ClipModel}.
 */
@NullMarked
package dev.jclip.model.clip;

import org.jspecify.annotations.NullMarked;
