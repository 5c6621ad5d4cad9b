/**
 * What the figures are: functions of scores and labels. Entry classes: {@link
 * dev.jclip.eval.metric.ClassificationMetrics}, {@link dev.jclip.eval.metric.RetrievalMetrics},
 * {@link dev.jclip.eval.metric.SelectionMetrics}, {@link dev.jclip.eval.metric.Calibration}, {@link
 * dev.jclip.eval.metric.RocCurve}. Imports {@code statistics} only. Letters: N images, K classes, M
 * captions, E embedding size. Of equal scores the one with the lower index counts as the higher.
 */
@NullMarked
package dev.jclip.eval.metric;

import org.jspecify.annotations.NullMarked;
