package dev.jclip.image.codec;

import dev.jclip.error.ImageException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** Reads the strips and tiles of a TIFF file. */
final class TiffCompression {
  static final int JPEG = 7;

  private static final int NONE = 1;
  private static final int LZW = 5;
  private static final int DEFLATE = 8;
  private static final int OLD_DEFLATE = 32946;
  private static final int PACK_BITS = 32773;

  /** 64 pixels of three samples take at least one bit. */
  private static final int JPEG_RATIO = 64 * 3 * 8;

  private static final int FILL_ORDER = 266;
  private static final int PREDICTOR = 317;
  private static final int JPEG_TABLES = 347;

  private static final int LOW_BITS_FIRST = 2;
  private static final int DIFFERENCES = 2;

  private final TiffDirectory directory;
  private final FileBytes file;
  private final int kind;
  private final long predictor;
  private final boolean reversedBits;

  private TiffCompression(TiffDirectory directory, int kind) {
    this.directory = directory;
    this.file = directory.file();
    this.kind = kind;
    // the other compressions have no predictor, whatever the field says
    this.predictor =
        List.of(LZW, DEFLATE, OLD_DEFLATE).contains(kind) ? directory.value(PREDICTOR, 1) : 1;
    this.reversedBits = directory.value(FILL_ORDER, 1) == LOW_BITS_FIRST;
    if (predictor > DIFFERENCES) {
      throw new ImageException("TIFF: predictor " + predictor + " is not supported");
    }
  }

  static TiffCompression of(TiffDirectory directory, long kind) {
    if (!List.of(NONE, LZW, DEFLATE, OLD_DEFLATE, PACK_BITS, JPEG).contains((int) kind)) {
      throw new ImageException(
          "TIFF: compression %d is not supported; supported are none, LZW, deflate, PackBits, JPEG"
              .formatted(kind));
    }
    return new TiffCompression(directory, (int) kind);
  }

  boolean isJpeg() {
    return kind == JPEG;
  }

  /** How many bytes one stored byte can become at most. */
  private static long maxRatio(int kind) {
    return switch (kind) {
      case NONE -> 1;
      case PACK_BITS -> 64;
      case LZW -> Lzw.MAX_RATIO;
      case JPEG -> JPEG_RATIO;
      default -> Inflation.MAX_RATIO;
    };
  }

  /**
   * Checks that so many stored bytes can hold so many.
   *
   * @throws ImageException when they cannot
   */
  void checkRoom(long storedBytes, long bytes) {
    if (bytes > storedBytes * maxRatio(kind)) {
      throw new ImageException(
          "TIFF: truncated: %d bytes expected, %d stored bytes cannot hold them"
              .formatted(bytes, storedBytes));
    }
  }

  /** Returns the samples of one strip or tile, {@code rows} rows of {@code rowBytes}. */
  byte[] read(long offset, long byteCount, int rowBytes, int rows, int samples, int bits) {
    byte[] stored = file.copy(offset, (int) byteCount);
    if (reversedBits) {
      for (int i = 0; i < stored.length; i++) {
        stored[i] = (byte) (Integer.reverse(stored[i]) >>> 24);
      }
    }
    int size = Math.multiplyExact(rowBytes, rows);
    byte[] data =
        switch (kind) {
          case NONE -> Arrays.copyOf(stored, size);
          case LZW -> Lzw.tiff(stored, size);
          case PACK_BITS -> unpackBits(stored, size);
          default ->
              Inflation.inflate(stored, List.of(new Inflation.Range(0, stored.length)), size);
        };
    if (predictor == DIFFERENCES) {
      undoDifferences(data, rowBytes, samples, bits);
    }
    return data;
  }

  private static byte[] unpackBits(byte[] stored, int size) {
    byte[] out = new byte[size];
    int count = 0;
    for (int at = 0; count < size; ) {
      int control = at < stored.length ? stored[at++] : Byte.MIN_VALUE;
      int length = control >= 0 ? control + 1 : 1 - control;
      if (at + (control >= 0 ? length : 1) > stored.length) {
        throw new ImageException(
            "TIFF: truncated: PackBits gave %d of %d bytes".formatted(count, size));
      }
      if (control == Byte.MIN_VALUE) {
        continue; // no operation
      }
      int kept = Math.min(length, size - count);
      if (control >= 0) {
        System.arraycopy(stored, at, out, count, kept);
        at += length;
      } else {
        Arrays.fill(out, count, count + kept, stored[at++]);
      }
      count += kept;
    }
    return out;
  }

  private void undoDifferences(byte[] data, int rowBytes, int samples, int bits) {
    if (bits != 8 && bits != 16) {
      throw new ImageException("TIFF: differences of %d bits are not supported".formatted(bits));
    }
    int high = file.order() == ByteOrder.LITTLE_ENDIAN ? 1 : 0;
    int distance = samples * bits / 8;
    for (int row = 0; row < data.length; row += rowBytes) {
      for (int i = row + distance; i < row + rowBytes; i += bits / 8) {
        if (bits == 8) {
          data[i] += data[i - distance];
        } else {
          int left = u16(data, i - distance, high);
          int sum = left + u16(data, i, high);
          data[i + high] = (byte) (sum >> 8);
          data[i + 1 - high] = (byte) sum;
        }
      }
    }
  }

  private static int u16(byte[] data, int at, int high) {
    return (data[at + high] & 0xff) << 8 | (data[at + 1 - high] & 0xff);
  }

  /** Decodes a strip or tile that is a JPEG file without its tables; returns [rows, width, 3]. */
  byte[] jpeg(long offset, long byteCount, int width, int rows, int photometric, long maxPixels) {
    byte[] strip = file.copy(offset, (int) byteCount);
    byte[] whole =
        JpegTables.insert(directory.bytes(JPEG_TABLES), strip, TiffDecoder.isYcbcr(photometric));
    StoredImage image = JpegDecoder.decode(whole, maxPixels);
    if (image.width() != width || image.height() < rows) {
      throw new ImageException(
          "TIFF: expected a JPEG of %dx%d pixels in a strip or tile, found %dx%d"
              .formatted(width, rows, image.width(), image.height()));
    }
    return image.rgb();
  }
}
