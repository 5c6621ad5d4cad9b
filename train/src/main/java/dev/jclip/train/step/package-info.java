/**
 * One optimisation step: a batch through both towers in parts, the loss over all of it, and back.
 * Entry class: {@link dev.jclip.train.step.TrainingStep}. Letters: B pairs of the batch, L tokens.
 */
@NullMarked
package dev.jclip.train.step;

import org.jspecify.annotations.NullMarked;
