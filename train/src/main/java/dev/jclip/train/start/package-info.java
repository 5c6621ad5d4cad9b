/**
 * A run as a program starts it: the model it begins with ({@link
 * dev.jclip.train.start.TrainingStart}), the checkpoint it goes on from ({@link
 * dev.jclip.train.start.Resumption}) and the run itself ({@link
 * dev.jclip.train.start.TrainingRun}).
 */
@NullMarked
package dev.jclip.train.start;

import org.jspecify.annotations.NullMarked;
