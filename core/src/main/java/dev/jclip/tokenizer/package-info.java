/**
 * CLIP's byte-level BPE tokenizer, the text cleaning before it, and a trainer for vocabularies of
 * the same kind. Pure Java.
 */
@NullMarked
package dev.jclip.tokenizer;

import org.jspecify.annotations.NullMarked;
