/**
 * Images with boxes around objects that phrases name, to train detectors on. Entry class: {@link
 * dev.jclip.data.detection.DetectionSets}.
 */
@NullMarked
package dev.jclip.data.detection;

import org.jspecify.annotations.NullMarked;
