/**
 * Decodes JPEG and WebP by OpenCV's libjpeg-turbo and libwebp. Found as a service; nothing refers
 * to it by name.
 */
@NullMarked
package dev.jclip.image.opencv;

import org.jspecify.annotations.NullMarked;
