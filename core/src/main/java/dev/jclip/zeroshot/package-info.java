/**
 * Zero-shot classification: labels and prompt templates in, a classifier of images out (arXiv
 * 2103.00020, section 3.1). Entry class: {@link dev.jclip.zeroshot.ZeroShotClassifier}. Knows
 * encoders only, no engine.
 */
@NullMarked
package dev.jclip.zeroshot;

import org.jspecify.annotations.NullMarked;
