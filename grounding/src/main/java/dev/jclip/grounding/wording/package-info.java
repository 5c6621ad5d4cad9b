/**
 * What the robot says, in plain words: {@link dev.jclip.grounding.wording.Wording} is the one place
 * that another language replaces.
 */
@NullMarked
package dev.jclip.grounding.wording;

import org.jspecify.annotations.NullMarked;
