/** Decisions about the scenes of a video, from those about its frames. */
@NullMarked
package dev.jclip.moderation.video;

import org.jspecify.annotations.NullMarked;
