/**
 * Data sets as sequences of pictures with what is known of each. Entry classes: {@link
 * dev.jclip.data.LabelledSets} and {@link dev.jclip.data.CaptionedSets}. Uses nothing of {@code
 * core} but its exceptions.
 */
@NullMarked
package dev.jclip.data;

import org.jspecify.annotations.NullMarked;
