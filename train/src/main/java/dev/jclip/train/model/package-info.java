/**
 * A model while it is trained: its float32 weights and which of them change, the copies of lower
 * precision that a step computes with, first values. Entry class: {@link
 * dev.jclip.train.model.TrainableModel}.
 */
@NullMarked
package dev.jclip.train.model;

import org.jspecify.annotations.NullMarked;
