/**
 * Decisions about images and texts. Entry class: {@link dev.jclip.moderation.decision.Moderator}.
 */
@NullMarked
package dev.jclip.moderation.decision;

import org.jspecify.annotations.NullMarked;
