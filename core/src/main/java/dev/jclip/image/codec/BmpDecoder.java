package dev.jclip.image.codec;

import dev.jclip.error.ImageException;
import java.nio.ByteOrder;
import java.util.Map;

/** Reads Windows and OS/2 bitmaps of 1, 4, 8, 16, 24 and 32 bits, plain or run-length coded. */
final class BmpDecoder {
  private static final int FILE_HEADER_BYTES = 14;
  private static final int CORE_HEADER_BYTES = 12;
  private static final int MASKS = 54;

  private static final int RAW = 0;
  private static final int RLE8 = 1;
  private static final int RLE4 = 2;
  private static final int BITFIELDS = 3;

  private final FileBytes file;
  private final boolean core;
  private final int width;
  private final int height;
  private final boolean topDown;
  private final int bits;
  private final int compression;

  private BmpDecoder(FileBytes file, long maxPixels) {
    this.file = file;
    long headerBytes = file.u32(FILE_HEADER_BYTES);
    this.core = headerBytes == CORE_HEADER_BYTES;
    if (!core && (headerBytes < 40 || headerBytes > 124)) {
      throw new ImageException(
          "BMP: expected a header of 12 or 40..124 bytes, found " + headerBytes);
    }
    // a negative height says that the top row comes first
    long signedHeight = core ? file.u16(20) : file.i32(22);
    long columns = core ? file.u16(18) : file.u32(18);
    this.topDown = signedHeight < 0;
    StoredImage.checkSize(columns, Math.abs(signedHeight), maxPixels);
    this.width = (int) columns;
    this.height = (int) Math.abs(signedHeight);
    this.bits = file.u16(core ? 24 : 28);
    this.compression = core ? RAW : file.i32(30);
  }

  static StoredImage decode(byte[] bytes, long maxPixels) {
    return new BmpDecoder(new FileBytes(bytes, ByteOrder.LITTLE_ENDIAN), maxPixels).read();
  }

  /** Decodes what follows the file header; the pixels then follow the palette. */
  static StoredImage decodeWithoutFileHeader(byte[] dib, long maxPixels) {
    byte[] file = new byte[FILE_HEADER_BYTES + dib.length];
    System.arraycopy(dib, 0, file, FILE_HEADER_BYTES, dib.length);
    return decode(file, maxPixels);
  }

  private StoredImage read() {
    RowFormat format = rowFormat();
    byte[] rows = file.array();
    long start = pixelOffset();
    long stride = ((long) width * bits + 31) / 32 * 4;
    switch (compression) {
      case RAW, BITFIELDS ->
          file.check(start, stride * (height - 1) + ((long) width * bits + 7) / 8);
      default -> {
        rows = new BmpRuns(file, start, width, height, compression == RLE4).decode();
        start = 0;
        stride = width;
        format = RowFormat.indexed(8, palette());
      }
    }
    byte[] rgb = StoredImage.allocate(width, height);
    for (int y = 0; y < height; y++) {
      int row = topDown ? y : height - 1 - y;
      format.convert(rows, (int) (start + y * stride), width, rgb, 3 * row * width, 3);
    }
    return new StoredImage(width, height, rgb);
  }

  private RowFormat rowFormat() {
    boolean runs = (compression == RLE8 && bits == 8) || (compression == RLE4 && bits == 4);
    if (!runs && compression != RAW && !(compression == BITFIELDS && bits >= 16)) {
      throw new ImageException(
          "BMP: compression %d with %d bits is not supported; save it uncompressed"
              .formatted(compression, bits));
    }
    return switch (bits) {
      case 1, 4, 8 -> RowFormat.indexed(bits, palette());
      case 16 -> RowFormat.packed16(compression == RAW ? 5 : greenBits());
      case 24 -> RowFormat.components(3, 2, 1, 0);
      case 32 -> compression == RAW ? RowFormat.components(4, 2, 1, 0) : maskedBytes();
      default -> throw new ImageException("BMP: %d bits a pixel are not supported".formatted(bits));
    };
  }

  private int greenBits() {
    long green = file.u32(MASKS + 4);
    if (green != 0x7e0 && green != 0x3e0) {
      throw new ImageException("BMP: green mask %x of 16 bits is not supported".formatted(green));
    }
    return green == 0x7e0 ? 6 : 5;
  }

  private RowFormat maskedBytes() {
    if (file.i32(MASKS) == 0 && file.i32(MASKS + 4) == 0 && file.i32(MASKS + 8) == 0) {
      return RowFormat.components(4, 2, 1, 0);
    }
    return RowFormat.components(4, maskedByte(MASKS), maskedByte(MASKS + 4), maskedByte(MASKS + 8));
  }

  private int maskedByte(int mask) {
    Integer index = Map.of(0xff, 0, 0xff00, 1, 0xff0000, 2, 0xff000000, 3).get(file.i32(mask));
    if (index == null) {
      throw new ImageException(
          "BMP: colour mask %x of 32 bits is not supported".formatted(file.i32(mask)));
    }
    return index;
  }

  private int numColors() {
    long stored = core ? 0 : file.u32(46);
    long numColors = stored == 0 ? 1L << bits : stored;
    if (numColors > 1 << 16) {
      throw new ImageException("BMP: a palette of %d colours is damaged".formatted(numColors));
    }
    return (int) numColors;
  }

  private int entryBytes() {
    return core ? 3 : 4;
  }

  private long headerEnd() {
    return FILE_HEADER_BYTES + file.u32(FILE_HEADER_BYTES);
  }

  private Palette palette() {
    int numColors = numColors();
    Palette palette = Palette.read(file, headerEnd(), numColors, entryBytes(), 2, 0);
    boolean grey = numColors <= 256 && numColors != 2 && palette.isGreyRamp(numColors);
    return grey ? Palette.grey(8) : palette;
  }

  /** The colours' masks follow the shortest header that has any. */
  private int maskBytes() {
    return compression == BITFIELDS && file.u32(FILE_HEADER_BYTES) == 40 ? 12 : 0;
  }

  /** Some writers let the offset point at the palette. */
  private long pixelOffset() {
    long offset = file.u32(10);
    if (bits > 8) {
      return offset == 0 ? headerEnd() + maskBytes() : offset;
    }
    return offset == 0 || offset == headerEnd()
        ? headerEnd() + (long) entryBytes() * numColors()
        : offset;
  }
}
