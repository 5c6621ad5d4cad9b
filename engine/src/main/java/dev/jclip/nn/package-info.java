/**
 * The layers that the towers are made of. Each takes its weights from a {@link
 * dev.jclip.nn.Parameters} under the names of open_clip's state dictionaries and is immutable; its
 * {@code forward} may run on many threads at once.
 *
 * <p>Letters in shapes: B batch, N tokens, L text length, C channels, H and W pixels, P patch side,
 * G patches per side, D width, E shared space, h heads.
 */
@NullMarked
package dev.jclip.nn;

import org.jspecify.annotations.NullMarked;
