/**
 * The evaluations: from a model and a data set to figures with their uncertainty and what explains
 * them. Entry classes: {@link dev.jclip.eval.task.ZeroShotTask}, {@link
 * dev.jclip.eval.task.RetrievalTask}, {@link dev.jclip.eval.task.SelectionTask}, {@link
 * dev.jclip.eval.task.LinearProbeTask}.
 */
@NullMarked
package dev.jclip.eval.task;

import org.jspecify.annotations.NullMarked;
