/** Which files are images, by their names and by what they hold, without decoding any. */
@NullMarked
package dev.jclip.image.file;

import org.jspecify.annotations.NullMarked;
