/** Conditions joined by and, or, not and parentheses; imports nothing of jclip. */
@NullMarked
package dev.jclip.search.expression;

import org.jspecify.annotations.NullMarked;
