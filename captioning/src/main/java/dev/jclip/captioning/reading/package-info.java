/**
 * Text that stands in images, read by a program for optical character recognition. Entry class:
 * {@link dev.jclip.captioning.reading.TextReader}.
 */
@NullMarked
package dev.jclip.captioning.reading;

import org.jspecify.annotations.NullMarked;
