package dev.jclip.image.codec;

import dev.jclip.error.ImageException;

/** The size of a coded WebP image, checked against the length of its data where a bound exists. */
record WebpBitstream(int width, int height) {
  private static final int CHUNK_HEADER_BYTES = 8;
  private static final int LOSSLESS_SIGNATURE = 0x2f;
  private static final int LOSSY_START_CODE = 0x2a019d;
  private static final int LOSSY_HEADER_BYTES = 10;
  private static final int MACROBLOCK = 16;

  private static final int PLAUSIBLE_PIXELS_PER_BYTE = 64;

  /** Every macroblock codes its two prediction modes, which take more than 1.5 bits. */
  private static final double MIN_MACROBLOCK_BITS = 1.5;

  /** What an encoder may leave off the end of its arithmetic code. */
  private static final int SLACK_BYTES = 16;

  /** Reads the header of a VP8 or VP8L chunk. */
  static WebpBitstream read(FileBytes file, long chunk) {
    long length = file.u32(chunk + 4);
    long data = chunk + CHUNK_HEADER_BYTES;
    return file.tag(chunk).equals("VP8L")
        ? readLossless(file, data, length)
        : readLossy(file, data, length);
  }

  /** An image of one colour takes no bits, so that only a guess follows from the length. */
  private static WebpBitstream readLossless(FileBytes file, long data, long length) {
    if (file.u8(data) != LOSSLESS_SIGNATURE) {
      throw new ImageException("WebP: damaged VP8L header at offset " + data);
    }
    int sizes = file.i32(data + 1);
    var picture = new WebpBitstream((sizes & 0x3fff) + 1, ((sizes >> 14) & 0x3fff) + 1);
    Canvas.checkCoverage(length * PLAUSIBLE_PIXELS_PER_BYTE, picture.width, picture.height);
    return picture;
  }

  private static WebpBitstream readLossy(FileBytes file, long data, long length) {
    int frame = file.u16(data) | file.u8(data + 2) << 16;
    boolean keyFrame = (frame & 1) == 0;
    if (!keyFrame || (file.i32(data + 3) & 0xffffff) != LOSSY_START_CODE) {
      throw new ImageException("WebP: damaged VP8 header at offset " + data);
    }
    var picture = new WebpBitstream(file.u16(data + 6) & 0x3fff, file.u16(data + 8) & 0x3fff);
    long firstPartition = frame >> 5;
    long macroblocks =
        (long) Math.ceilDiv(picture.width, MACROBLOCK) * Math.ceilDiv(picture.height, MACROBLOCK);
    if (firstPartition > length - LOSSY_HEADER_BYTES
        || firstPartition + SLACK_BYTES < macroblocks * MIN_MACROBLOCK_BITS / 8) {
      throw new ImageException(
          "WebP: truncated: %d bytes cannot hold %dx%d pixels"
              .formatted(Math.min(firstPartition, length), picture.width, picture.height));
    }
    return picture;
  }
}
