/**
 * Puts captions into the words that a purpose needs: a longer description of an image, and words to
 * find it by. Alternative texts are styled by {@link dev.jclip.captioning.alttext.AltTextStyle}.
 */
@NullMarked
package dev.jclip.captioning.wording;

import org.jspecify.annotations.NullMarked;
