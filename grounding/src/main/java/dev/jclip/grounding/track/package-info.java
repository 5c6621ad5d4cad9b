/**
 * Objects over a stream of frames: the same object keeps its number while it moves, while it is
 * hidden and when it comes back, and what changes is reported. Entry class: {@link
 * dev.jclip.grounding.track.Tracker}.
 */
@NullMarked
package dev.jclip.grounding.track;

import org.jspecify.annotations.NullMarked;
