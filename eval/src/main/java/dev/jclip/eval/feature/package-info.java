/**
 * A model's vectors for a data set, computed once and kept on disk. Entry class: {@link
 * dev.jclip.eval.feature.FeatureExtractor}. Imports the data sets, and of the model no more than
 * {@link dev.jclip.eval.feature.FeatureModel} asks for.
 */
@NullMarked
package dev.jclip.eval.feature;

import org.jspecify.annotations.NullMarked;
