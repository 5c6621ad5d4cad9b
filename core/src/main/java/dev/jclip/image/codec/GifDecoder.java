package dev.jclip.image.codec;

import dev.jclip.error.ImageException;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the first frame of a GIF (87a, 89a) and places it on the logical screen as Pillow does: the
 * screen grows to hold the frame, and what the frame leaves free has the transparent colour's
 * index, or else index 0.
 */
final class GifDecoder {
  private static final int SCREEN_END = 13;
  private static final int IMAGE = ',';
  private static final int EXTENSION = '!';
  private static final int TRAILER = ';';
  private static final int GRAPHIC_CONTROL = 0xf9;

  private final FileBytes file;
  private final @Nullable ColorTable global;
  private int background;

  /** A palette of the file, and whether Pillow takes its indices as grey levels. */
  private record ColorTable(Palette palette, boolean greyRamp) {
    static @Nullable ColorTable read(FileBytes file, int flags, long at) {
      if ((flags & 0x80) == 0) {
        return null;
      }
      int numColors = 2 << (flags & 7);
      Palette palette = Palette.read(file, at, numColors, 3, 0, 2);
      return new ColorTable(palette, palette.isGreyRamp(numColors));
    }
  }

  private GifDecoder(FileBytes file) {
    this.file = file;
    this.global = ColorTable.read(file, file.u8(10), SCREEN_END);
  }

  static StoredImage decode(byte[] bytes, long maxPixels) {
    var file = new FileBytes(bytes, ByteOrder.LITTLE_ENDIAN);
    var decoder = new GifDecoder(file);
    return decoder.readFrame(decoder.findFrame(), maxPixels);
  }

  private static int tableBytes(int flags) {
    return (flags & 0x80) == 0 ? 0 : 3 * (2 << (flags & 7));
  }

  /** Returns the offset of the first image descriptor. */
  private long findFrame() {
    long at = (long) SCREEN_END + tableBytes(file.u8(10));
    while (file.u8(at) != IMAGE) {
      if (file.u8(at) == TRAILER) {
        throw new ImageException("GIF: expected a frame, the file has none");
      }
      if (file.u8(at) == EXTENSION) {
        if (file.u8(at + 1) == GRAPHIC_CONTROL && file.u8(at + 2) >= 4) {
          background = (file.u8(at + 3) & 1) != 0 ? file.u8(at + 6) : background;
        }
        at = skipBlocks(at + 2);
      } else {
        at++; // stray bytes between blocks, as Pillow
      }
    }
    return at;
  }

  private long skipBlocks(long start) {
    long at = start;
    while (file.u8(at) != 0) {
      at += 1 + file.u8(at);
    }
    return at + 1;
  }

  private StoredImage readFrame(long at, long maxPixels) {
    int left = file.u16(at + 1);
    int top = file.u16(at + 3);
    int frameWidth = file.u16(at + 5);
    int frameHeight = file.u16(at + 7);
    int flags = file.u8(at + 9);
    StoredImage.checkSize(frameWidth, frameHeight, maxPixels);
    int width = Math.max(file.u16(6), left + frameWidth);
    int height = Math.max(file.u16(8), top + frameHeight);
    StoredImage.checkSize(width, height, maxPixels);

    long data = at + 10 + tableBytes(flags);
    byte[] codes = joinBlocks(data + 1);
    byte[] indices = Lzw.gif(codes, file.u8(data), frameWidth * frameHeight);
    Canvas.checkCoverage(indices.length, width, height);

    RowFormat format = RowFormat.indexed(8, colors(ColorTable.read(file, flags, at + 10)));
    byte[] rgb = StoredImage.allocate(width, height);
    fill(format, width, rgb);
    int[] rows = (flags & 0x40) != 0 ? interlacedRows(frameHeight) : null;
    for (int y = 0; y < frameHeight; y++) {
      int row = top + (rows == null ? y : rows[y]);
      format.convert(indices, y * frameWidth, frameWidth, rgb, 3 * (row * width + left), 3);
    }
    return new StoredImage(width, height, rgb);
  }

  /** A local grey ramp does not hide the global palette; that is how Pillow does it. */
  private Palette colors(@Nullable ColorTable local) {
    if (local != null && !local.greyRamp) {
      return local.palette;
    }
    return global != null && !global.greyRamp ? global.palette : Palette.grey(8);
  }

  private void fill(RowFormat format, int width, byte[] rgb) {
    byte[] row = new byte[width];
    Arrays.fill(row, (byte) background);
    for (int at = 0; at < rgb.length; at += 3 * width) {
      format.convert(row, 0, width, rgb, at, 3);
    }
  }

  /** The codes without the length bytes between them. */
  private byte[] joinBlocks(long start) {
    int length = 0;
    byte[] joined = new byte[file.length() - file.check(start, 1)];
    for (long at = start; file.u8(at) != 0; at += 1 + file.u8(at)) {
      int blockBytes = file.u8(at);
      System.arraycopy(file.array(), file.check(at + 1, blockBytes), joined, length, blockBytes);
      length += blockBytes;
    }
    return Arrays.copyOf(joined, length);
  }

  private static int[] interlacedRows(int height) {
    int[] rows = new int[height];
    int stored = 0;
    for (int[] pass : new int[][] {{0, 8}, {4, 8}, {2, 4}, {1, 2}}) {
      for (int row = pass[0]; row < height; row += pass[1]) {
        rows[stored++] = row;
      }
    }
    return rows;
  }
}
