/**
 * Weights while they are trained: which of them change ({@link
 * dev.jclip.train.model.TrainableWeights}), the replicas whose gradients threads compute ({@link
 * dev.jclip.train.model.Replicas}), and CLIP's own: the whole model ({@link
 * dev.jclip.train.model.TrainableModel}), its first values, its locks and its files.
 */
@NullMarked
package dev.jclip.train.model;

import org.jspecify.annotations.NullMarked;
