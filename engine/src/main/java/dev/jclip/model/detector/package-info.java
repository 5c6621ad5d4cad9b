/**
 * A detector that stands beside a CLIP model and finds what its text tower names: OWL-ViT's heads
 * (arXiv 2205.06230) over the cells of a Vision Transformer or a ResNet. Entry classes: {@link
 * dev.jclip.model.detector.DetectorConfig} and {@link dev.jclip.model.detector.DetectorTower}.
 *
 * <p>In the letters of shapes, N are the cells of an image, D the channels of the image tower, W
 * those of the neck and E those of the queries.
 */
@NullMarked
package dev.jclip.model.detector;

import org.jspecify.annotations.NullMarked;
