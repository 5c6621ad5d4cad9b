package dev.jclip.image.codec;

import dev.jclip.error.ImageException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Decompresses zlib data into an array that grows with what the data really holds. */
final class Inflation {
  /** A match of 258 bytes takes at least two bits. */
  static final int MAX_RATIO = 1032;

  private static final int FIRST_BYTES = 1 << 16;
  private static final int FIRST_RATIO = 4;

  private Inflation() {}

  /** A part of the file that holds compressed data. */
  record Range(int offset, int length) {}

  /**
   * Decompresses exactly {@code expected} bytes.
   *
   * @throws ImageException when the data is damaged, or too short for that many bytes
   */
  static byte[] inflate(byte[] file, List<Range> ranges, long expected) {
    long compressed = ranges.stream().mapToLong(Range::length).sum();
    if (expected > compressed * MAX_RATIO || expected > Integer.MAX_VALUE - 8) {
      throw new ImageException(
          "%d compressed bytes cannot hold the %d bytes of pixels that the header claims"
              .formatted(compressed, expected));
    }
    long first = Math.max(FIRST_BYTES, compressed * FIRST_RATIO);
    byte[] out = new byte[(int) Math.min(expected, first)];
    int length = 0;
    try (var inflater = new Inflater()) {
      for (Range range : ranges) {
        inflater.setInput(file, range.offset, range.length);
        while (!inflater.needsInput() && !inflater.finished()) {
          if (length == out.length && length < expected) {
            out = Arrays.copyOf(out, (int) Math.min(expected, 2L * length));
          }
          int count = length < expected ? inflate(inflater, out, length) : skip(inflater);
          if (count == 0 && !inflater.needsInput() && !inflater.finished()) {
            throw new ImageException("compressed pixels need a preset dictionary; damaged file");
          }
          length = (int) Math.min(expected, (long) length + count);
        }
      }
    } catch (DataFormatException e) {
      throw new ImageException("compressed pixels are damaged: " + e.getMessage(), e);
    }
    if (length < expected) {
      throw new ImageException(
          "truncated: %d bytes of pixels expected, the compressed data holds %d"
              .formatted(expected, length));
    }
    return out;
  }

  /** The first bytes of zlib data, as many as are whole; for text that need not be complete. */
  static byte[] start(byte[] compressed, int maxBytes) {
    byte[] out = new byte[0];
    int length = 0;
    try (var inflater = new Inflater()) {
      inflater.setInput(compressed);
      while (length < maxBytes && !inflater.needsInput() && !inflater.finished()) {
        out = Arrays.copyOf(out, Math.min(maxBytes, length + FIRST_BYTES));
        int count = inflate(inflater, out, length);
        length += count;
        if (count == 0) {
          break;
        }
      }
    } catch (DataFormatException _) {
      return Arrays.copyOf(out, 0);
    }
    return Arrays.copyOf(out, length);
  }

  private static int inflate(Inflater inflater, byte[] out, int length) throws DataFormatException {
    return inflater.inflate(out, length, out.length - length);
  }

  /** Reads on to the checksum at the end of the data, which covers all pixels. */
  private static int skip(Inflater inflater) throws DataFormatException {
    return inflater.inflate(new byte[FIRST_BYTES]);
  }
}
