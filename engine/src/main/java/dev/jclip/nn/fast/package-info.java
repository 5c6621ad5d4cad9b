/**
 * The inference form of the layers: the numbers of {@link dev.jclip.nn.PlainLayers}, from weights
 * that were laid out for this processor once, with what follows a product fused into it. Without
 * gradients.
 */
@NullMarked
package dev.jclip.nn.fast;

import org.jspecify.annotations.NullMarked;
