/**
 * What the robot says, in plain words: {@link dev.jclip.grounding.reply.Replies} is the one place
 * that another language replaces.
 */
@NullMarked
package dev.jclip.grounding.reply;

import org.jspecify.annotations.NullMarked;
