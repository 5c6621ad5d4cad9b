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
  private static final int XMP = 700;

  private static final int WHITE_IS_ZERO = 0;
  private static final int BLACK_IS_ZERO = 1;
  private static final int RGB = 2;
  private static final int PALETTE = 3;
  private static final int CMYK = 5;
  private static final int YCBCR = 6;

  private static final int UNSIGNED = 1;
  private static final int PREMULTIPLIED = 1;
  private static final int MAX_SAMPLES = 6;
  private static final int MAX_BITS = 16;
  private static final int MAX_CHUNKS = 1 << 20;

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
    long bits = directory.value(BITS_PER_SAMPLE, 1);
    long[] all = directory.values(BITS_PER_SAMPLE, samples);
    long[] formats = directory.values(SAMPLE_FORMAT, samples);
    if (!Arrays.stream(all).allMatch(b -> b == bits && b <= MAX_BITS)
        || !Arrays.stream(formats).allMatch(f -> f == UNSIGNED)) {
      throw new ImageException(
          "TIFF: expected whole samples of equal depth, found depths " + Arrays.toString(all));
    }
    return (int) bits;
  }

  private StoredImage read(long maxPixels) {
    var compression = TiffCompression.of(directory, directory.value(COMPRESSION, 1));
    RowFormat format = compression.isJpeg() ? jpegRowFormat() : rowFormat();
    int across = Math.ceilDiv(width, chunkWidth);
    int chunksPerPlane = checkedChunks(across);
    long[] offsets = offsets(chunksPerPlane * numPlanes);
    long[] byteCounts = byteCounts(offsets);
    checkRoom(compression, offsets, byteCounts, across);
    byte[] rgb = StoredImage.allocate(width, height);
    for (int i = 0; i < chunksPerPlane; i++) {
      int top = i / across * chunkHeight;
      int rows = chunkRows(top);
      byte[] chunk =
          compression.isJpeg()
              ? compression.jpeg(
                  offsets[i], byteCounts[i], chunkWidth, rows, photometric, maxPixels)
              : joinPlanes(compression, offsets, byteCounts, i, chunksPerPlane, rows);
      int rowBytes = (compression.isJpeg() ? 3 * chunkWidth : numPlanes * planeRowBytes());
      copyChunk(chunk, rowBytes, i % across * chunkWidth, top, format, rgb);
    }
    int orientation = Orientation.of(directory, directory.bytes(XMP));
    return new StoredImage(width, height, rgb, orientation).upright();
  }

  private int checkedChunks(int across) {
    long chunks = (long) across * Math.ceilDiv(height, chunkHeight);
    long chunkBytes = ((long) chunkWidth * samples * bits + 7) / 8 * chunkHeight;
    if (chunks * numPlanes > MAX_CHUNKS || chunkBytes > Integer.MAX_VALUE - 8) {
      throw new ImageException(
          "TIFF: %d strips or tiles of %d bytes are not supported"
              .formatted(chunks * numPlanes, chunkBytes));
    }
    return (int) chunks;
  }

  private long[] offsets(int numChunks) {
    long[] offsets = directory.values(tiled ? TILE_OFFSETS : STRIP_OFFSETS, numChunks);
    if (offsets.length < numChunks) {
      throw new ImageException(
          "TIFF: %d strips or tiles expected, found %d".formatted(numChunks, offsets.length));
    }
    return offsets;
  }

  /** Old writers leave the length of an only strip out. */
  private long[] byteCounts(long[] offsets) {
    long[] counts = directory.values(tiled ? TILE_BYTE_COUNTS : STRIP_BYTE_COUNTS, offsets.length);
    if (counts.length == 0 && offsets.length == 1) {
      return new long[] {directory.file().length() - offsets[0]};
    }
    if (counts.length < offsets.length) {
      throw new ImageException(
          "TIFF: lengths of %d strips or tiles expected, found %d"
              .formatted(offsets.length, counts.length));
    }
    return counts;
  }

  /** Makes sure that each chunk can hold its pixels before memory is taken for all of them. */
  private void checkRoom(
      TiffCompression compression, long[] offsets, long[] byteCounts, int across) {
    int chunksPerPlane = offsets.length / numPlanes;
    for (int i = 0; i < offsets.length; i++) {
      directory.file().check(offsets[i], byteCounts[i]);
      int rows = chunkRows(i % chunksPerPlane / across * chunkHeight);
      compression.checkRoom(byteCounts[i], (long) planeRowBytes() * rows);
    }
  }

  /** Tiles are whole, also at the lower edge; strips are not. */
  private int chunkRows(int top) {
    return tiled ? chunkHeight : Math.min(chunkHeight, height - top);
  }

  private int planeRowBytes() {
    return (int) (((long) chunkWidth * samples / numPlanes * bits + 7) / 8);
  }

  private byte[] joinPlanes(
      TiffCompression compression,
      long[] offsets,
      long[] byteCounts,
      int chunk,
      int chunksPerPlane,
      int rows) {
    int rowBytes = planeRowBytes();
    int planeSamples = samples / numPlanes;
    if (numPlanes == 1) {
      return compression.read(
          offsets[chunk], byteCounts[chunk], rowBytes, rows, planeSamples, bits);
    }
    int sampleBytes = bits / 8;
    byte[] joined = new byte[rowBytes * samples * rows];
    for (int plane = 0; plane < samples; plane++) {
      int i = plane * chunksPerPlane + chunk;
      byte[] part = compression.read(offsets[i], byteCounts[i], rowBytes, rows, planeSamples, bits);
      for (int at = 0; at < part.length; at++) {
        joined[(at / sampleBytes * samples + plane) * sampleBytes + at % sampleBytes] = part[at];
      }
    }
    return joined;
  }

  private void copyChunk(
      byte[] chunk, int rowBytes, int left, int top, RowFormat format, byte[] rgb) {
    int columns = Math.min(chunkWidth, width - left);
    int rows = Math.min(chunkHeight, height - top);
    for (int y = 0; y < rows; y++) {
      format.convert(chunk, y * rowBytes, columns, rgb, 3 * ((top + y) * width + left), 3);
    }
  }

  private RowFormat jpegRowFormat() {
    boolean grey = photometric == BLACK_IS_ZERO && samples == 1;
    boolean color = (photometric == RGB || photometric == YCBCR) && samples == 3;
    require((grey || color) && numPlanes == 1 && bits == 8);
    return RowFormat.components(3, 0, 1, 2);
  }

  private RowFormat rowFormat() {
    require(samples <= MAX_SAMPLES && (numPlanes == 1 || bits == 8 || bits == 16));
    return switch (photometric) {
      case WHITE_IS_ZERO, BLACK_IS_ZERO -> samples == 1 ? greyFormat() : greyAlphaFormat();
      case PALETTE -> {
        require(samples == 1 && isIndexDepth());
        int numColors = 1 << bits;
        long[] tables = directory.values(COLOR_MAP, 3 * numColors);
        yield RowFormat.indexed(bits, Palette.ofTables(tables, numColors));
      }
      case RGB -> rgbFormat();
      case CMYK -> {
        require(samples >= 4 && (bits == 8 || bits == 16));
        yield RowFormat.cmyk(samples * bits / 8, bits / 8, highByte());
      }
      default -> throw unsupported();
    };
  }

  private RowFormat greyFormat() {
    if (bits == 16) {
      return RowFormat.clippedGrey16(highByte());
    }
    require(isIndexDepth());
    return RowFormat.indexed(
        bits, photometric == WHITE_IS_ZERO ? Palette.invertedGrey(bits) : Palette.grey(bits));
  }

  private RowFormat greyAlphaFormat() {
    require(samples == 2 && bits == 8 && photometric == BLACK_IS_ZERO);
    return RowFormat.components(2, 0, 0, 0);
  }

  private boolean isIndexDepth() {
    return bits == 1 || bits == 2 || bits == 4 || bits == 8;
  }

  private RowFormat rgbFormat() {
    require(samples >= 3 && (bits == 8 || bits == 16));
    int bytes = bits / 8;
    int high = highByte();
    return samples > 3 && directory.value(EXTRA_SAMPLES, 0) == PREMULTIPLIED
        ? RowFormat.premultiplied(samples * bytes, bytes, high)
        : RowFormat.components(samples * bytes, high, bytes + high, 2 * bytes + high);
  }

  /** Where the more significant byte of a sample is. */
  private int highByte() {
    return bits == 16 && directory.file().order() == ByteOrder.LITTLE_ENDIAN ? 1 : 0;
  }

  private void require(boolean supported) {
    if (!supported) {
      throw unsupported();
    }
  }

  private ImageException unsupported() {
    return new ImageException(
        "TIFF: photometric %d with %d samples of %d bits in %d planes is not supported"
            .formatted(photometric, samples, bits, numPlanes));
  }

  static boolean isYcbcr(int photometric) {
    return photometric == YCBCR;
  }
}
