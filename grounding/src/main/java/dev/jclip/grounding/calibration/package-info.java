/**
 * What scores are worth: logistic curves from scores to probabilities, and the thresholds of
 * decisions, learned from labelled examples and kept as JSON.
 */
@NullMarked
package dev.jclip.grounding.calibration;

import org.jspecify.annotations.NullMarked;
