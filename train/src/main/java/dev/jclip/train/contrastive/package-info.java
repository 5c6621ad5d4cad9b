/**
 * Contrastive training of images and captions: a batch through both towers in parts, the loss over
 * all of it, and back. Entry class: {@link dev.jclip.train.contrastive.ContrastiveObjective}.
 * Letters: B pairs of the batch, L tokens.
 */
@NullMarked
package dev.jclip.train.contrastive;

import org.jspecify.annotations.NullMarked;
