/** The exceptions of jclip, one small unchecked tree; every package may import this one. */
@NullMarked
package dev.jclip.error;

import org.jspecify.annotations.NullMarked;
