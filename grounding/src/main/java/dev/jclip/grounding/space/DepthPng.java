package dev.jclip.grounding.space;

import dev.jclip.error.ImageException;
import dev.jclip.io.IoReason;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** Reads depth from PNG files of one channel of 16 bits, as depth cameras' programs write them. */
public final class DepthPng {
  /** What most programs write. */
  public static final double MILLIMETRES = 0.001;

  private static final long SIGNATURE = 0x89504E470D0A1A0AL;
  private static final int HEADER = 26;
  private static final int MAX_SIDE = 16384;

  private DepthPng() {}

  /** Reads millimetres. */
  public static DepthImage read(Path file) {
    return read(file, MILLIMETRES);
  }

  /**
   * Reads a file.
   *
   * @param unit one of the file's numbers in metres
   * @throws ImageException if the file is not such a PNG
   */
  public static DepthImage read(Path file, double unit) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      requireDepth(file, bytes);
      @Nullable BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes));
      if (image == null) {
        throw new ImageException(file + ": expected a PNG, found one that cannot be decoded");
      }
      float[] values = new float[image.getWidth() * image.getHeight()];
      image.getRaster().getSamples(0, 0, image.getWidth(), image.getHeight(), 0, values);
      return DepthImage.of(image.getWidth(), image.getHeight(), values, unit);
    } catch (IOException e) {
      throw new ImageException("%s: cannot be read: %s".formatted(file, IoReason.of(e)), e);
    }
  }

  /** By the header alone, before anything is allocated. */
  private static void requireDepth(Path file, byte[] bytes) {
    if (bytes.length < HEADER || ByteBuffer.wrap(bytes).getLong() != SIGNATURE) {
      throw new ImageException(file + ": expected a PNG with depth, found no PNG");
    }
    int width = ByteBuffer.wrap(bytes).getInt(16);
    int height = ByteBuffer.wrap(bytes).getInt(20);
    if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) {
      throw new ImageException(
          "%s: expected depth of up to %d pixels a side, found %d x %d"
              .formatted(file, MAX_SIDE, width, height));
    }
    int bits = bytes[24];
    int colourType = bytes[25];
    if (bits != 16 || colourType != 0) {
      throw new ImageException(
          "%s: expected depth as a PNG of one grey channel of 16 bits, found %d bits and colour type %d; is it a picture of depth for people?"
              .formatted(file, bits, colourType));
    }
  }
}
