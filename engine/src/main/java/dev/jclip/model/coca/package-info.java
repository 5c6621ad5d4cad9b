/**
 * CoCa's side that makes captions (arXiv 2205.01917): the unimodal text blocks and the decoder that
 * attends to an image, a token at a time. The towers of its embeddings are CLIP's. Works on
 * tensors. Entry class: {@link dev.jclip.model.coca.CaptionModel}.
 */
@NullMarked
package dev.jclip.model.coca;

import org.jspecify.annotations.NullMarked;
