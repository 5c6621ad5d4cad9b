/**
 * The tokenizers of SigLIP and SigLIP 2: SentencePiece's unigram and byte pair models, as
 * SentencePiece itself reads them from a {@code .model} file and as Hugging Face's tokenizers reads
 * them from a {@code tokenizer.json}. Pure Java.
 */
@NullMarked
package dev.jclip.tokenizer.sentencepiece;

import org.jspecify.annotations.NullMarked;
