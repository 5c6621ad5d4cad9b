/** The images of a batch, as image towers take them. Entry class: {@link PixelBatch}. */
@NullMarked
package dev.jclip.train.image;

import org.jspecify.annotations.NullMarked;
