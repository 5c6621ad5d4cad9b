/**
 * What computes a step: threads that take the parts of a batch through a model and back, each with
 * gradients of its own. Entry class: {@link dev.jclip.train.step.Crew}. Letters: C columns of what
 * a part's loss needs of each example.
 */
@NullMarked
package dev.jclip.train.step;

import org.jspecify.annotations.NullMarked;
