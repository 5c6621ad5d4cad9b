/**
 * From a decoded image to the pixels that a model is trained on, as torchvision makes them with
 * Pillow. Entry class: {@link dev.jclip.data.augment.TrainTransform}.
 */
@NullMarked
package dev.jclip.data.augment;

import org.jspecify.annotations.NullMarked;
