/**
 * Images as pixels: reading files, resizing with Pillow's exact arithmetic, cropping and
 * normalising to the float planes that a vision tower takes. Start at {@link
 * dev.jclip.image.ImageDecoder} and {@link dev.jclip.image.ImagePreprocessor}.
 *
 * <p>Pixels are interleaved 8-bit RGB in row-major order, equal byte for byte to {@code
 * PIL.Image.convert("RGB")}. May import {@code dev.jclip.image.codec} and {@code dev.jclip.error}.
 *
 * <pre>{@code
 * RgbImage image = ImageDecoder.create().decode(Path.of("photo.jpg"));
 * System.out.println(image.width() + " x " + image.height());
 * }</pre>
 */
@NullMarked
package dev.jclip.image;

import org.jspecify.annotations.NullMarked;
