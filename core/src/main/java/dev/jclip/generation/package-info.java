/**
 * Makes texts a token at a time, from a model's scores of the next token: greedily, by sampling, or
 * by a beam search. Knows no model and no engine. Entry classes: {@link
 * dev.jclip.generation.TextGenerator} and {@link dev.jclip.generation.GenerationOptions}.
 */
@NullMarked
package dev.jclip.generation;

import org.jspecify.annotations.NullMarked;
