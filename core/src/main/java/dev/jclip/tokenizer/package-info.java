/**
 * CLIP's byte-level BPE tokenizer, the text cleaning before it, and a trainer for vocabularies of
 * the same kind. Pure Java.
 *
 * <pre>{@code
 * TokenizedText text = clip.tokenizer().tokenize("a photo of a cat", 77);
 * System.out.println(Arrays.toString(text.ids()) + (text.truncated() ? " (cut)" : ""));
 * }</pre>
 */
@NullMarked
package dev.jclip.tokenizer;

import org.jspecify.annotations.NullMarked;
