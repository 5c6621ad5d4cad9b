package dev.jclip.image.codec;

import dev.jclip.error.ImageException;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes what fax machines and scanners write (ITU-T T.4 and T.6) through the JDK's TIFF reader,
 * which is Java throughout: each strip or tile is given to it as a file of its own.
 */
final class TiffFax {
  private static final int HEADER_BYTES = 8;
  private static final int FIELD_BYTES = 12;

  /** The JDK's reader looks some bytes ahead, also at the end. */
  private static final int PADDING = 4;

  private static final int DATA_OFFSET = 273;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int BLACK_IS_ZERO = 1;

  private TiffFax() {}

  /**
   * Decodes one strip or tile.
   *
   * @param stored its data, high bits first
   * @param optionsTag the field that says how, or 0 for compressions without one
   * @return rows of one bit a pixel, each of whole bytes
   */
  static byte[] decode(
      byte[] stored, int compression, int optionsTag, long options, int width, int rows) {
    ImageReader reader = ImageIO.getImageReadersByFormatName("tiff").next();
    byte[] file = file(stored, compression, optionsTag, (int) options, width, rows);
    try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      reader.setInput(in, true, true);
      Raster raster = reader.read(0).getRaster();
      byte[] bits = ((DataBufferByte) raster.getDataBuffer()).getData();
      if (bits.length != (width + 7) / 8 * rows) {
        throw new ImageException("TIFF: the fax decoder found another size than the header says");
      }
      return bits;
    } catch (IOException | RuntimeException e) { // the JDK's reader throws both for damaged files
      // it also refuses rows in which every pixel differs from its neighbours
      throw new ImageException(
          "TIFF: the fax data is damaged, or too fine for its decoder: " + e.getMessage(), e);
    } finally {
      reader.dispose();
    }
  }

  private static byte[] file(
      byte[] stored, int compression, int optionsTag, int options, int width, int rows) {
    int[][] fields = {
      {256, LONG, width},
      {257, LONG, rows},
      {258, SHORT, 1},
      {259, SHORT, compression},
      {262, SHORT, BLACK_IS_ZERO},
      {DATA_OFFSET, LONG, 0}, // put in below
      {278, LONG, rows},
      {279, LONG, stored.length + PADDING},
      {optionsTag, LONG, options}
    };
    int numFields = optionsTag == 0 ? fields.length - 1 : fields.length;
    int start = HEADER_BYTES + 2 + FIELD_BYTES * numFields + 4;
    ByteBuffer file = ByteBuffer.allocate(start + stored.length + PADDING);
    file.putShort((short) 0x4d4d).putShort((short) 42).putInt(HEADER_BYTES);
    file.putShort((short) numFields);
    for (int i = 0; i < numFields; i++) {
      int value = fields[i][0] == DATA_OFFSET ? start : fields[i][2];
      file.putShort((short) fields[i][0]).putShort((short) fields[i][1]).putInt(1);
      file.putInt(fields[i][1] == SHORT ? value << 16 : value);
    }
    return file.putInt(0).put(stored).array();
  }
}
