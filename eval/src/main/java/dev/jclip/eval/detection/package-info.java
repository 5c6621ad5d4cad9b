/**
 * How well boxes around objects are found: COCO's average precision and recall, and the files that
 * hold what is there and what was found. Entry classes: {@link dev.jclip.eval.detection.CocoTruth},
 * {@link dev.jclip.eval.detection.DetectionResult}.
 */
@NullMarked
package dev.jclip.eval.detection;

import org.jspecify.annotations.NullMarked;
