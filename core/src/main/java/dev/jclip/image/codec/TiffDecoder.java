package dev.jclip.image.codec;

import dev.jclip.error.ImageException;
import java.util.stream.IntStream;

/**
 * Reads the first image of a TIFF or BigTIFF file in strips or tiles, in one plane or one a colour.
 * The orientation is always applied, because Pillow always does.
 */
final class TiffDecoder {
  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int STRIP_OFFSETS = 273;
  private static final int ROWS_PER_STRIP = 278;
  private static final int STRIP_BYTE_COUNTS = 279;
  private static final int PLANAR_CONFIGURATION = 284;
  private static final int TILE_WIDTH = 322;
  private static final int TILE_HEIGHT = 323;
  private static final int TILE_OFFSETS = 324;
  private static final int TILE_BYTE_COUNTS = 325;
  private static final int XMP = 700;

  private static final int MAX_CHUNKS = 1 << 20;

  private final TiffDirectory directory;
  private final long maxPixels;
  private final int width;
  private final int height;
  private final TiffPixels pixels;
  private final TiffCompression compression;
  private final int numPlanes;
  private final boolean tiled;
  private final int chunkWidth;
  private final int chunkHeight;

  private TiffDecoder(TiffDirectory directory, long maxPixels) {
    this.directory = directory;
    this.maxPixels = maxPixels;
    long columns = directory.value(WIDTH, "ImageWidth");
    long rows = directory.value(HEIGHT, "ImageLength");
    StoredImage.checkSize(columns, rows, maxPixels);
    this.width = (int) columns;
    this.height = (int) rows;
    this.pixels = TiffPixels.of(directory);
    this.compression = TiffCompression.of(directory, pixels);
    this.numPlanes = directory.value(PLANAR_CONFIGURATION, 1) == 2 ? pixels.samples() : 1;
    this.tiled = directory.has(TILE_OFFSETS) && !directory.has(STRIP_OFFSETS);
    long chunkColumns = tiled ? directory.value(TILE_WIDTH, "TileWidth") : width;
    long chunkRows = tiled ? directory.value(TILE_HEIGHT, "TileLength") : stripRows();
    StoredImage.checkSize(chunkColumns, chunkRows, maxPixels);
    this.chunkWidth = (int) chunkColumns;
    this.chunkHeight = (int) chunkRows;
  }

  static StoredImage decode(byte[] bytes, long maxPixels) {
    return new TiffDecoder(TiffDirectory.read(bytes), maxPixels).read();
  }

  private long stripRows() {
    return Math.min(directory.value(ROWS_PER_STRIP, height), height);
  }

  private StoredImage read() {
    RowFormat format =
        compression.givesRgb() ? RowFormat.components(3, 0, 1, 2) : pixels.rowFormat(directory);
    if (numPlanes > 1 && (compression.givesRgb() || pixels.bits() % 8 != 0)) {
      throw new ImageException(
          "TIFF: a plane for each colour is not read with %s of %d bits"
              .formatted(compression.title(), pixels.bits()));
    }
    int across = Math.ceilDiv(width, chunkWidth);
    int chunksPerPlane = checkedChunks(across);
    long[] offsets = offsets(chunksPerPlane * numPlanes);
    long[] byteCounts = byteCounts(offsets);
    checkRoom(offsets, byteCounts, across);
    byte[] rgb = new byte[0];
    for (int i = 0; i < chunksPerPlane; i++) {
      int top = i / across * chunkHeight;
      byte[] chunk = joinPlanes(offsets, byteCounts, i, chunksPerPlane, chunkRows(top));
      if (i == 0) { // not before the data has shown that it holds pixels
        rgb = StoredImage.allocate(width, height);
      }
      copyChunk(chunk, i % across * chunkWidth, top, format, rgb);
    }
    int orientation = Orientation.of(directory, directory.bytes(XMP));
    return new StoredImage(width, height, rgb, orientation).upright();
  }

  private int checkedChunks(int across) {
    long chunks = (long) across * Math.ceilDiv(height, chunkHeight);
    long chunkBytes = pixels.rowBytes(chunkWidth, pixels.samples()) * chunkHeight;
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
    if (compression.isNone()) { // as in Pillow, the lengths that the file says do not matter
      int chunksPerPlane = offsets.length / numPlanes;
      int across = Math.ceilDiv(width, chunkWidth);
      return IntStream.range(0, offsets.length)
          .mapToLong(
              i -> (long) planeRowBytes() * chunkRows(i % chunksPerPlane / across * chunkHeight))
          .toArray();
    }
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
  private void checkRoom(long[] offsets, long[] byteCounts, int across) {
    int chunksPerPlane = offsets.length / numPlanes;
    for (int i = 0; i < offsets.length; i++) {
      directory.file().check(offsets[i], byteCounts[i]);
      int rows = chunkRows(i % chunksPerPlane / across * chunkHeight);
      compression.checkRoom(byteCounts[i], planeRowBytes(), rows);
    }
  }

  /** Tiles are whole, also at the lower edge; strips are not. */
  private int chunkRows(int top) {
    return tiled ? chunkHeight : Math.min(chunkHeight, height - top);
  }

  private int planeRowBytes() {
    return (int) pixels.rowBytes(chunkWidth, pixels.samples() / numPlanes);
  }

  private int rowBytes() {
    return compression.givesRgb() ? 3 * chunkWidth : numPlanes * planeRowBytes();
  }

  private byte[] joinPlanes(
      long[] offsets, long[] byteCounts, int chunk, int chunksPerPlane, int rows) {
    if (numPlanes == 1) {
      return read(offsets[chunk], byteCounts[chunk], rows);
    }
    int sampleBytes = pixels.bits() / 8;
    byte[] joined = new byte[rowBytes() * rows];
    for (int plane = 0; plane < numPlanes; plane++) {
      int i = plane * chunksPerPlane + chunk;
      byte[] part = read(offsets[i], byteCounts[i], rows);
      for (int at = 0; at < part.length; at++) {
        joined[(at / sampleBytes * numPlanes + plane) * sampleBytes + at % sampleBytes] = part[at];
      }
    }
    return joined;
  }

  private byte[] read(long offset, long byteCount, int rows) {
    var chunk =
        new TiffCompression.Chunk(
            chunkWidth, rows, planeRowBytes(), pixels.samples() / numPlanes, maxPixels);
    return compression.read(directory.file().copy(offset, (int) byteCount), chunk);
  }

  private void copyChunk(byte[] chunk, int left, int top, RowFormat format, byte[] rgb) {
    int columns = Math.min(chunkWidth, width - left);
    int rows = Math.min(chunkHeight, height - top);
    for (int y = 0; y < rows; y++) {
      format.convert(chunk, y * rowBytes(), columns, rgb, 3 * ((top + y) * width + left), 3);
    }
  }
}
