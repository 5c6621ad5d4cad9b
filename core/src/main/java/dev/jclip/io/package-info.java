/** Text as it is compared; imports nothing of jclip. */
@NullMarked
package dev.jclip.io;

import org.jspecify.annotations.NullMarked;
