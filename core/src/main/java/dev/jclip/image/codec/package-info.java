/**
 * Image files to stored pixels: one decoder a format, called through {@link
 * dev.jclip.image.codec.ImageCodecs}.
 *
 * <p>PNG, GIF, BMP and TIFF are read in Java, so that no file can crash the process and memory
 * grows only with what a file really holds. JPEG and WebP headers are read and checked in Java, and
 * only then are the coded pixels handed to the native libjpeg-turbo and libwebp inside OpenCV; the
 * only package that touches OpenCV. Strips of TIFF in Zstandard are decompressed by the native
 * library of that name, which is made for untrusted data. May import {@code dev.jclip.error}.
 */
@NullMarked
package dev.jclip.image.codec;

import org.jspecify.annotations.NullMarked;
