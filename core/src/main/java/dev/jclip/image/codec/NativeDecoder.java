package dev.jclip.image.codec;

import java.util.Optional;

/**
 * A decoder outside Java for the compressed pixels of JPEG and WebP files. The module {@code
 * jclip-image-native} brings one, which is found by {@link java.util.ServiceLoader}. Without it,
 * JPEG files are decoded in Java, with the same pixels and more slowly, and WebP files are refused.
 * Implementations are safe for many threads at once, and throw nothing for damaged files.
 */
public interface NativeDecoder {
  /**
   * Decodes a file that holds pixels and no metadata.
   *
   * @param file the bytes of a JPEG or WebP file; not changed
   * @param width columns of the image, which the header has been checked to say
   * @param height rows of the image
   * @return [height, width, 3], interleaved red, green and blue, or nothing when the decoder
   *     refuses the file
   */
  Optional<byte[]> decode(byte[] file, int width, int height);
}
