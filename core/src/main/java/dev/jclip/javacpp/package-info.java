/**
 * How JavaCPP is set up before the first of its classes is used, and which artifact brings its
 * native libraries; imports nothing of jclip.
 */
@NullMarked
package dev.jclip.javacpp;

import org.jspecify.annotations.NullMarked;
