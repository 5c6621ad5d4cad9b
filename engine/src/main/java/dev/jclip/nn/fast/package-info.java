/**
 * The inference form of the layers: the numbers of {@link dev.jclip.nn.PlainLayers}, from weights
 * that are laid out for this processor once, with what follows a product fused into it. Without
 * gradients. Entry class: {@link dev.jclip.nn.fast.PackedLayers}.
 */
@NullMarked
package dev.jclip.nn.fast;

import org.jspecify.annotations.NullMarked;
