/**
 * The front door: {@link dev.jclip.Clip}, a model with its tokenizer and its preprocessing, and
 * {@link dev.jclip.ClipLoader}, which opens one. Nothing else in the module imports this package.
 */
@NullMarked
package dev.jclip;

import org.jspecify.annotations.NullMarked;
