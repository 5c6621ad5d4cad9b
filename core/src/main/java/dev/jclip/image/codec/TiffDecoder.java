package dev.jclip.image.codec;

import dev.jclip.error.ImageException;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Reads the first picture of a TIFF 6.0 file: grey of 1 to 16 bits, palettes, RGB of 8 or 16 bits,
 * CMYK and JPEG's YCbCr, in strips or tiles, in one plane or one a colour. The orientation is
 * always applied, because Pillow always does.
 */
final class TiffDecoder {
  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int BITS_PER_SAMPLE = 258;
  private static final int COMPRESSION = 259;
  private static final int PHOTOMETRIC = 262;
  private static final int STRIP_OFFSETS = 273;
  private static final int ORIENTATION = 274;
  private static final int SAMPLES_PER_PIXEL = 277;
  private static final int ROWS_PER_STRIP = 278;
  private static final int STRIP_BYTE_COUNTS = 279;
  private static final int PLANAR_CONFIGURATION = 284;
  private static final int COLOR_MAP = 320;
  private static final int TILE_WIDTH = 322;
  private static final int TILE_HEIGHT = 323;
  private static final int TILE_OFFSETS = 324;
  private static final int TILE_BYTE_COUNTS = 325;
  private static final int EXTRA_SAMPLES = 338;
  private static final int SAMPLE_FORMAT = 339;

  private static final int WHITE_IS_ZERO = 0;
  private static final int BLACK_IS_ZERO = 1;
  private static final int RGB = 2;
  private static final int PALETTE = 3;
  private static final int CMYK = 5;
  private static final int YCBCR = 6;

  private static final int UNSIGNED = 1;
  private static final int PREMULTIPLIED = 1;
  private static final int MAX_SAMPLES = 6;

  private final TiffDirectory directory;
  private final int width;
  private final int height;
  private final int bits;
  private final int samples;
  private final int photometric;
  private final int numPlanes;
  private final boolean tiled;
  private final int chunkWidth;
  private final int chunkHeight;

  private TiffDecoder(TiffDirectory directory, long maxPixels) {
    this.directory = directory;
    long columns = directory.value(WIDTH, "ImageWidth");
    long rows = directory.value(HEIGHT, "ImageLength");
    StoredImage.checkSize(columns, rows, maxPixels);
    this.width = (int) columns;
    this.height = (int) rows;
    this.samples = (int) Math.min(directory.value(SAMPLES_PER_PIXEL, 1), MAX_SAMPLES + 1);
    this.bits = sampleBits();
    this.photometric = (int) directory.value(PHOTOMETRIC, WHITE_IS_ZERO);
    this.numPlanes = directory.value(PLANAR_CONFIGURATION, 1) == 2 ? samples : 1;
    this.tiled = directory.has(TILE_OFFSETS) && !directory.has(STRIP_OFFSETS);
    long chunkColumns = tiled ? directory.value(TILE_WIDTH, "TileWidth") : width;
    long chunkRows = tiled ? directory.value(TILE_HEIGHT, "TileLength") : stripRows();
    StoredImage.checkSize(chunkColumns, chunkRows, maxPixels);
    this.chunkWidth = (int) chunkColumns;
    this.chunkHeight = (int) chunkRows;
  }

  static StoredImage decode(byte[] bytes, long maxPixels) {
    return new TiffDecoder(TiffDirectory.read(bytes), maxPixels).read(maxPixels);
  }

  private long stripRows() {
    return Math.min(directory.value(ROWS_PER_STRIP, height), height);
  }

  private int sampleBits() {
    long[] all = directory.values(BITS_PER_SAMPLE, 1);
    boolean unsigned =
        Arrays.stream(directory.values(SAMPLE_FORMAT, UNSIGNED)).allMatch(f -> f == UNSIGNED);
    if (all.length == 0 || Arrays.stream(all).anyMatch(b -> b != all[0]) || !unsigned) {
      throw new ImageException(
          "TIFF: expected unsigned samples of equal depth, found depths " + Arrays.toString(all));
    }
    return (int) all[0];
  }

  private StoredImage read(long maxPixels) {
    var compression = TiffCompression.of(directory, directory.value(COMPRESSION, 1));
    RowFormat format = compression.isJpeg() ? jpegRowFormat() : rowFormat();
    long[] offsets = directory.values(tiled ? TILE_OFFSETS : STRIP_OFFSETS);
    long[] byteCounts = directory.values(tiled ? TILE_BYTE_COUNTS : STRIP_BYTE_COUNTS);
    int across = Math.ceilDiv(width, chunkWidth);
    int down = Math.ceilDiv(height, chunkHeight);
    long numChunks = (long) across * down * numPlanes;
    if (byteCounts.length == 0 && offsets.length == 1) {
      byteCounts = new long[] {directory.file().length() - offsets[0]};
    }
    if (offsets.length < numChunks || byteCounts.length < numChunks) {
      throw new ImageException(
          "TIFF: %d strips or tiles expected, found %d".formatted(numChunks, offsets.length));
    }
    checkRoom(compression, offsets, byteCounts, across);
    byte[] rgb = StoredImage.allocate(width, height);
    for (int i = 0; i < across * down; i++) {
      int left = i % across * chunkWidth;
      int top = i / across * chunkHeight;
      int rows = tiled ? chunkHeight : Math.min(chunkHeight, height - top);
      byte[] chunk =
          compression.isJpeg()
              ? compression.jpeg(
                  offsets[i], byteCounts[i], chunkWidth, rows, photometric, maxPixels)
              : joinPlanes(compression, offsets, byteCounts, i, across * down, rows);
      copyChunk(chunk, left, top, format, rgb);
    }
    int orientation = ExifOrientation.valid((int) directory.value(ORIENTATION, 1));
    return new StoredImage(width, height, rgb, orientation).upright();
  }

  /** Makes sure that each chunk can hold its pixels before memory is taken for all of them. */
  private void checkRoom(
      TiffCompression compression, long[] offsets, long[] byteCounts, int across) {
    int down = Math.ceilDiv(height, chunkHeight);
    for (int i = 0; i < across * down * numPlanes; i++) {
      directory.file().check(offsets[i], byteCounts[i]);
      int row = i % (across * down) / across * chunkHeight;
      int rows = tiled ? chunkHeight : Math.min(chunkHeight, height - row);
      compression.checkRoom(byteCounts[i], planeRowBytes() * rows);
    }
  }

  private long planeRowBytes() {
    return ((long) chunkWidth * (numPlanes == 1 ? samples : 1) * bits + 7) / 8;
  }

  private byte[] joinPlanes(
      TiffCompression compression,
      long[] offsets,
      long[] byteCounts,
      int chunk,
      int chunksPerPlane,
      int rows) {
    int rowBytes = Math.toIntExact(planeRowBytes());
    int planeSamples = numPlanes == 1 ? samples : 1;
    if (numPlanes == 1) {
      return compression.read(
          offsets[chunk], byteCounts[chunk], rowBytes, rows, planeSamples, bits);
    }
    int sampleBytes = bits / 8;
    byte[] joined = new byte[Math.multiplyExact(rowBytes * samples, rows)];
    for (int plane = 0; plane < samples; plane++) {
      int i = plane * chunksPerPlane + chunk;
      byte[] part = compression.read(offsets[i], byteCounts[i], rowBytes, rows, planeSamples, bits);
      for (int at = 0; at < part.length; at++) {
        joined[(at / sampleBytes * samples + plane) * sampleBytes + at % sampleBytes] = part[at];
      }
    }
    return joined;
  }

  private void copyChunk(byte[] chunk, int left, int top, RowFormat format, byte[] rgb) {
    int columns = Math.min(chunkWidth, width - left);
    int rows = Math.min(chunkHeight, height - top);
    int rowBytes =
        directory.value(COMPRESSION, 1) == TiffCompression.JPEG
            ? 3 * chunkWidth
            : Math.toIntExact(((long) chunkWidth * samples * bits + 7) / 8);
    for (int y = 0; y < rows; y++) {
      format.convert(chunk, y * rowBytes, columns, rgb, 3 * ((top + y) * width + left), 3);
    }
  }

  private RowFormat jpegRowFormat() {
    boolean grey = photometric == BLACK_IS_ZERO && samples == 1;
    boolean color = (photometric == RGB || photometric == YCBCR) && samples == 3;
    if ((!grey && !color) || numPlanes > 1 || bits != 8) {
      throw unsupported();
    }
    return RowFormat.components(3, 0, 1, 2);
  }

  private RowFormat rowFormat() {
    boolean wholeBytes = bits == 8 || bits == 16;
    int bytes = bits / 8;
    int high = bits == 16 && directory.file().order() == ByteOrder.LITTLE_ENDIAN ? 1 : 0;
    if (samples <= MAX_SAMPLES && (numPlanes == 1 || wholeBytes)) {
      switch (photometric) {
        case WHITE_IS_ZERO, BLACK_IS_ZERO, PALETTE -> {
          if (samples == 1 && (bits <= 8 && Integer.bitCount(bits) == 1)) {
            return RowFormat.indexed(bits, indexColors());
          }
          if (samples == 1 && bits == 16 && photometric != PALETTE) {
            return RowFormat.clippedGrey16(high);
          }
          if (samples == 2 && bits == 8 && photometric == BLACK_IS_ZERO) {
            return RowFormat.components(2, 0, 0, 0);
          }
        }
        case RGB -> {
          if (samples >= 3 && wholeBytes) {
            boolean premultiplied =
                samples > 3 && directory.value(EXTRA_SAMPLES, 0) == PREMULTIPLIED;
            return premultiplied
                ? RowFormat.premultiplied(samples * bytes, bytes, high)
                : RowFormat.components(samples * bytes, high, bytes + high, 2 * bytes + high);
          }
        }
        case CMYK -> {
          if (samples >= 4 && wholeBytes) {
            return RowFormat.cmyk(samples * bytes, bytes, high);
          }
        }
        default -> {}
      }
    }
    throw unsupported();
  }

  private ImageException unsupported() {
    return new ImageException(
        "TIFF: photometric %d with %d samples of %d bits in %d planes is not supported"
            .formatted(photometric, samples, bits, numPlanes));
  }

  private Palette indexColors() {
    return switch (photometric) {
      case WHITE_IS_ZERO -> Palette.invertedGrey(bits);
      case PALETTE -> Palette.ofTables(directory.values(COLOR_MAP), 1 << bits);
      default -> Palette.grey(bits);
    };
  }

  static boolean isYcbcr(int photometric) {
    return photometric == YCBCR;
  }
}
