/** Text as it is compared; imports nothing of jclip. */
@NullMarked
package dev.jclip.text;

import org.jspecify.annotations.NullMarked;
