/**
 * Contrastive losses, by rows of the batch so that the matrix of similarities need not exist as a
 * whole. Entry class: {@link dev.jclip.train.loss.BatchLoss}. Letters: N pairs of the batch, E
 * embedding channels.
 */
@NullMarked
package dev.jclip.train.loss;

import org.jspecify.annotations.NullMarked;
