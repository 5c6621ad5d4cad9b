/**
 * The parts that byte-level BPE tokenizers and SentencePiece tokenizers share: the files that they
 * are read from, special and added tokens, classes of characters and lists of ids.
 */
@NullMarked
package dev.jclip.tokenizer.parts;

import org.jspecify.annotations.NullMarked;
