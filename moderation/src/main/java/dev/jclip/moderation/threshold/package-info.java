/**
 * Thresholds that achieve a stated rate of false positives or a recall. Entry class: {@link
 * dev.jclip.moderation.threshold.ThresholdSolver}.
 */
@NullMarked
package dev.jclip.moderation.threshold;

import org.jspecify.annotations.NullMarked;
