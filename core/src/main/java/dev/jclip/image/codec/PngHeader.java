package dev.jclip.image.codec;

import dev.jclip.error.ImageException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the IHDR chunk of a PNG file says. */
record PngHeader(int width, int height, int depth, int colorType, boolean interlaced) {
  private static final int GREY = 0;
  private static final int RGB = 2;
  private static final int INDEXED = 3;
  private static final int GREY_ALPHA = 4;
  private static final int RGB_ALPHA = 6;

  /** A part of the image that is stored on its own: all of it, or one of Adam7's seven. */
  record Pass(int firstColumn, int firstRow, int columnStep, int rowStep, int width, int height) {}

  static PngHeader read(FileBytes file, long at) {
    var header =
        new PngHeader(
            file.i32(at),
            file.i32(at + 4),
            file.u8(at + 8),
            file.u8(at + 9),
            file.u8(at + 12) == 1);
    if (!header.validDepths().contains(header.depth)) {
      throw new ImageException(
          "PNG: colour type %d with %d bits does not exist"
              .formatted(header.colorType, header.depth));
    }
    if (file.u8(at + 10) != 0 || file.u8(at + 11) != 0 || file.u8(at + 12) > 1) {
      throw new ImageException(
          "PNG: expected compression 0, filter 0, interlace 0 or 1, found %d, %d, %d"
              .formatted(file.u8(at + 10), file.u8(at + 11), file.u8(at + 12)));
    }
    return header;
  }

  private List<Integer> validDepths() {
    return switch (colorType) {
      case GREY -> List.of(1, 2, 4, 8, 16);
      case INDEXED -> List.of(1, 2, 4, 8);
      case RGB, GREY_ALPHA, RGB_ALPHA -> List.of(8, 16);
      default -> List.of();
    };
  }

  private int samples() {
    return switch (colorType) {
      case RGB -> 3;
      case GREY_ALPHA -> 2;
      case RGB_ALPHA -> 4;
      default -> 1;
    };
  }

  /** The distance in bytes to the pixel that a row filter calls "left". */
  int filterDistance() {
    return Math.max(samples() * depth / 8, 1);
  }

  /** Bytes of a row of {@code columns} pixels, without its filter byte. */
  long rowBytes(int columns) {
    return ((long) columns * samples() * depth + 7) / 8;
  }

  /** Bytes of all rows of all passes, with their filter bytes. */
  long rawBytes() {
    return passes().stream().mapToLong(pass -> (1L + rowBytes(pass.width)) * pass.height).sum();
  }

  /** The passes that hold at least one pixel, in the order of the file. */
  List<Pass> passes() {
    if (!interlaced) {
      return List.of(new Pass(0, 0, 1, 1, width, height));
    }
    return Stream.of(
            pass(0, 0, 8, 8),
            pass(4, 0, 8, 8),
            pass(0, 4, 4, 8),
            pass(2, 0, 4, 4),
            pass(0, 2, 2, 4),
            pass(1, 0, 2, 2),
            pass(0, 1, 1, 2))
        .filter(pass -> pass.width > 0 && pass.height > 0)
        .toList();
  }

  private Pass pass(int firstColumn, int firstRow, int columnStep, int rowStep) {
    return new Pass(
        firstColumn,
        firstRow,
        columnStep,
        rowStep,
        Math.ceilDiv(width - firstColumn, columnStep),
        Math.ceilDiv(height - firstRow, rowStep));
  }

  RowFormat rowFormat(@Nullable Palette palette) {
    int bytes = depth / 8; // of one sample, when it has 8 bits or 16, high byte first
    return switch (colorType) {
      case GREY ->
          depth == 16 ? RowFormat.clippedGrey16(0) : RowFormat.indexed(depth, Palette.grey(depth));
      case INDEXED -> {
        if (palette == null) {
          throw new ImageException("PNG: expected a PLTE chunk for indexed colours, found none");
        }
        yield RowFormat.indexed(depth, palette);
      }
      case GREY_ALPHA -> RowFormat.components(2 * bytes, 0, 0, 0);
      default -> RowFormat.components(samples() * bytes, 0, bytes, 2 * bytes);
    };
  }
}
