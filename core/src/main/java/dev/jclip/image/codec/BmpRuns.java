package dev.jclip.image.codec;

import dev.jclip.error.ImageException;
import java.util.Arrays;

/** Undoes the run-length coding of bitmaps of 4 and 8 bits. */
final class BmpRuns {
  private static final int END_OF_LINE = 0;
  private static final int END_OF_BITMAP = 1;
  private static final int DELTA = 2;
  private static final int FIRST_BYTES = 1 << 16;

  private final FileBytes file;
  private final int width;
  private final int size;
  private final boolean nibbles;
  private int at;
  private byte[] out;
  private int count;
  private int column;

  BmpRuns(FileBytes file, long start, int width, int height, boolean nibbles) {
    // lines may be left out, and a left-out line costs two bytes
    Canvas.checkCoverage(file.length(), width, height);
    this.file = file;
    this.at = file.check(start, 2);
    this.width = width;
    this.size = width * height;
    this.nibbles = nibbles;
    this.out = new byte[Math.min(size, FIRST_BYTES)];
  }

  /** Returns width × height indices in the order of the file; skipped pixels have index 0. */
  byte[] decode() {
    while (count < size) {
      int length = file.u8(at);
      int value = file.u8(at + 1);
      at += 2;
      if (length > 0) {
        run(length, value);
      } else if (value == END_OF_LINE) {
        skip((width - count % width) % width);
        column = 0;
      } else if (value == END_OF_BITMAP) {
        break;
      } else if (value == DELTA) {
        skip(file.u8(at) + (long) file.u8(at + 1) * width);
        column = count % width;
        at += 2;
      } else {
        literal(value);
      }
    }
    if (count < size) {
      throw new ImageException(
          "BMP: truncated: %d pixels expected, found %d".formatted(size, count));
    }
    return out;
  }

  /** What a run has too much for its row is dropped, as Pillow does. */
  private void run(int length, int value) {
    int kept = Math.clamp(width - (long) column, 0, length);
    for (int i = 0; i < kept && count < size; i++) {
      append(nibbles ? (value >> (i % 2 == 0 ? 4 : 0)) & 15 : value);
    }
    column += kept;
  }

  private void literal(int length) {
    int numBytes = nibbles ? (length + 1) / 2 : length;
    file.check(at, numBytes);
    for (int i = 0; i < length && count < size; i++) {
      append(nibbles ? (file.u8(at + i / 2) >> (i % 2 == 0 ? 4 : 0)) & 15 : file.u8(at + i));
    }
    column += length;
    at += numBytes;
    at += at % 2;
  }

  private void append(int value) {
    grow(1);
    out[count++] = (byte) value;
  }

  private void skip(long pixels) {
    int length = (int) Math.min(pixels, size - count);
    grow(length);
    count += length;
  }

  private void grow(int length) {
    if (count + (long) length > out.length) {
      long wanted = Math.max(2L * out.length, count + (long) length);
      out = Arrays.copyOf(out, (int) Math.min(size, wanted));
    }
  }
}
