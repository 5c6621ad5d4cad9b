/**
 * Where each published layout keeps a model's tensors: from jclip's names, which are OpenAI's and
 * open_clip's, to those in the file. Entry class: {@link dev.jclip.weights.keys.KeyLayout}.
 */
@NullMarked
package dev.jclip.weights.keys;

import org.jspecify.annotations.NullMarked;
