package dev.jclip.image.codec;

import dev.jclip.error.ImageException;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes JPEG through the JDK's libjpeg as far as the samples of its components, and converts them
 * with libjpeg's and Pillow's integer arithmetic.
 */
final class JpegSamples {
  /** What libjpeg says where it makes up samples. */
  private static final String DATA_MISSING = "premature end of data segment";

  private static final String JDK_READER = "com.sun.imageio.plugins.jpeg.JPEGImageReader";

  private static final int SCALE_BITS = 16;
  private static final int HALF = 1 << (SCALE_BITS - 1);

  // JFIF's YCbCr to RGB in units of 2^-16
  private static final int CR_TO_RED = 91881;
  private static final int CB_TO_BLUE = 116130;
  private static final int CB_TO_GREEN = -22554;
  private static final int CR_TO_GREEN = -46802;

  private JpegSamples() {}

  static byte[] decode(byte[] jpeg, JpegHeader header) {
    byte[] samples = readSamples(jpeg);
    int numComponents = header.frame().components().size();
    int width = header.frame().width();
    int height = header.frame().height();
    if (samples.length != (long) width * height * numComponents) {
      throw new ImageException("JPEG: the decoder found another size than the header says");
    }
    JpegUpsampling.smoothRows(samples, header.frame());
    if (numComponents > 1 && isYcc(header)) {
      yccToRgb(samples, numComponents);
    }
    byte[] rgb = StoredImage.allocate(width, height);
    rowFormat(header, samples).convert(samples, 0, width * height, rgb, 0, 3);
    return rgb;
  }

  private static RowFormat rowFormat(JpegHeader header, byte[] samples) {
    int numComponents = header.frame().components().size();
    if (numComponents != 4) {
      return RowFormat.components(numComponents, 0, numComponents / 2, numComponents - 1);
    }
    // YCCK holds inverted colours, and both kinds hold 255 for no ink, as Adobe writes them
    for (int i = 0; i < samples.length; i++) {
      boolean inverted = isYcc(header) && i % 4 != 3;
      samples[i] = (byte) (inverted ? samples[i] : ~samples[i]);
    }
    return RowFormat.cmyk(4, 1, 0);
  }

  private static boolean isYcc(JpegHeader header) {
    int transform = header.adobeTransform();
    return header.frame().components().size() == 4 ? transform > 0 : transform != 0;
  }

  /**
   * Makes sure that the coded data reaches to the last pixel; decoders fill what is missing.
   *
   * @throws ImageException when it does not
   */
  static void requireAll(byte[] jpeg) {
    var warnings = new ArrayList<String>();
    read(jpeg, (_, warning) -> warnings.add(warning));
    if (warnings.stream().anyMatch(warning -> warning.contains(DATA_MISSING))) {
      throw new ImageException("JPEG: truncated: the file ends inside the pixel data");
    }
  }

  /** The samples of the components, interleaved and not converted. */
  static byte[] readSamples(byte[] jpeg) {
    return read(jpeg, (_, _) -> {});
  }

  private static byte[] read(byte[] jpeg, IIOReadWarningListener listener) {
    ImageReader reader = jdkReader();
    reader.addIIOReadWarningListener(listener);
    try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(jpeg))) {
      reader.setInput(in, true, true);
      Raster raster = reader.readRaster(0, null);
      return ((DataBufferByte) raster.getDataBuffer()).getData();
    } catch (IOException | RuntimeException e) { // the JDK's reader throws both for damaged files
      throw new ImageException("JPEG: the pixel data is damaged: " + e.getMessage(), e);
    } finally {
      reader.dispose();
    }
  }

  /** The JDK's own, also where a program has installed another reader of JPEG files. */
  private static ImageReader jdkReader() {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (reader.getClass().getName().equals(JDK_READER)) {
        return reader;
      }
      reader.dispose();
    }
    throw new ImageException("JPEG: expected the JDK's own reader, " + JDK_READER + ", found none");
  }

  private static void yccToRgb(byte[] samples, int pixelBytes) {
    for (int i = 0; i < samples.length; i += pixelBytes) {
      int y = samples[i] & 0xff;
      int cb = (samples[i + 1] & 0xff) - 128;
      int cr = (samples[i + 2] & 0xff) - 128;
      samples[i] = clip(y + ((CR_TO_RED * cr + HALF) >> SCALE_BITS));
      samples[i + 1] = clip(y + ((CB_TO_GREEN * cb + CR_TO_GREEN * cr + HALF) >> SCALE_BITS));
      samples[i + 2] = clip(y + ((CB_TO_BLUE * cb + HALF) >> SCALE_BITS));
    }
  }

  private static byte clip(int value) {
    return (byte) Math.clamp(value, 0, 255);
  }
}
