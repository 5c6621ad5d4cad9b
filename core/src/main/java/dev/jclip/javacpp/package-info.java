/** How JavaCPP is set up, before the first of its classes is used; imports nothing of jclip. */
@NullMarked
package dev.jclip.javacpp;

import org.jspecify.annotations.NullMarked;
