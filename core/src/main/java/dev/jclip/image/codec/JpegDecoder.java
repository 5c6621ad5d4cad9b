package dev.jclip.image.codec;

import dev.jclip.error.ImageException;
import java.util.Optional;

/**
 * Reads JPEG: grey and colour through a native decoder where there is one, and otherwise, as CMYK
 * always, through the JDK's libjpeg, which gives the samples before their conversion to RGB.
 */
final class JpegDecoder {
  private static final int NUM_CMYK = 4;

  private JpegDecoder() {}

  static StoredImage decode(byte[] bytes, long maxPixels) {
    return decode(bytes, maxPixels, InstalledDecoder.get());
  }

  static StoredImage decode(byte[] bytes, long maxPixels, Optional<NativeDecoder> installed) {
    JpegHeader header = JpegHeader.read(bytes, maxPixels);
    int width = header.frame().width();
    int height = header.frame().height();
    byte[] essential = header.essentialBytes();
    if (header.endMissing()) {
      JpegSamples.requireAll(essential);
    }
    Optional<byte[]> rgb = Optional.empty();
    if (header.frame().components().size() != NUM_CMYK) {
      rgb = installed.flatMap(decoder -> decoder.decode(essential, width, height));
    }
    // libjpeg-turbo under OpenCV refuses files whose data has small errors, which Pillow decodes
    byte[] pixels = rgb.orElseGet(() -> JpegSamples.decode(essential, header));
    if (pixels.length != 3L * width * height) {
      throw new ImageException("JPEG: the decoder found another size than the header says");
    }
    return new StoredImage(width, height, pixels, header.orientation());
  }
}
