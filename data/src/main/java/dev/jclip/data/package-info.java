/**
 * Data sets as sequences of images with what is known of each. Entry classes: {@link
 * dev.jclip.data.LabelledSets} and {@link dev.jclip.data.CaptionedSets}. Uses nothing of {@code
 * core} but its exceptions. Pairs to train on are in {@link dev.jclip.data.pair}.
 */
@NullMarked
package dev.jclip.data;

import org.jspecify.annotations.NullMarked;
