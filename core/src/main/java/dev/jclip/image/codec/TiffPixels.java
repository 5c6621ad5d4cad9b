package dev.jclip.image.codec;

import dev.jclip.error.ImageException;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * What the samples of a TIFF file mean, as far as Pillow reads it.
 *
 * @param photometric how samples become colours
 * @param samples how many a pixel has
 * @param bits of each sample
 * @param format of each sample: 1 for whole numbers, 2 for signed ones, 3 for floating point
 * @param extra what the first sample beyond the colours is, or -1 where that is not said
 */
record TiffPixels(int photometric, int samples, int bits, int format, int extra) {
  private static final int BITS_PER_SAMPLE = 258;
  private static final int PHOTOMETRIC = 262;
  private static final int SAMPLES_PER_PIXEL = 277;
  private static final int COLOR_MAP = 320;
  private static final int EXTRA_SAMPLES = 338;
  private static final int SAMPLE_FORMAT = 339;

  private static final int WHITE_IS_ZERO = 0;
  private static final int BLACK_IS_ZERO = 1;
  private static final int RGB = 2;
  private static final int PALETTE = 3;
  private static final int CMYK = 5;
  private static final int YCBCR = 6;
  private static final int CIE_LAB = 8;

  private static final int UNSIGNED = 1;
  private static final int SIGNED = 2;
  private static final int FLOAT = 3;
  private static final int PREMULTIPLIED = 1;
  private static final int MAX_SAMPLES = 6;

  static TiffPixels of(TiffDirectory directory) {
    int samples = Math.clamp(directory.value(SAMPLES_PER_PIXEL, 1), 0, MAX_SAMPLES + 1);
    long[] bits = directory.values(BITS_PER_SAMPLE, samples);
    long[] formats = directory.values(SAMPLE_FORMAT, samples);
    if (samples < 1 || samples > MAX_SAMPLES || !areEqual(bits) || !areEqual(formats)) {
      throw new ImageException(
          "TIFF: expected 1 to %d samples a pixel of one kind, found %d of %s bits"
              .formatted(MAX_SAMPLES, samples, Arrays.toString(bits)));
    }
    return new TiffPixels(
        (int) directory.value(PHOTOMETRIC, WHITE_IS_ZERO),
        samples,
        bits.length == 0 ? 1 : (int) Math.min(bits[0], Short.MAX_VALUE),
        formats.length == 0 ? UNSIGNED : (int) formats[0],
        (int) directory.value(EXTRA_SAMPLES, -1));
  }

  private static boolean areEqual(long[] values) {
    return Arrays.stream(values).allMatch(value -> value == values[0]);
  }

  /** Bytes of a row of {@code columns} pixels in which so many samples of a pixel lie together. */
  long rowBytes(long columns, int samplesTogether) {
    return (columns * samplesTogether * bits + 7) / 8;
  }

  /** Whether they are luminance and two colour differences. */
  boolean isYcbcr() {
    return photometric == YCBCR;
  }

  /** Whether they are red, green and blue, whatever follows these. */
  boolean isRgb() {
    return photometric == RGB && samples >= 3;
  }

  /** Whether a JPEG decoder makes colours of them that need nothing done to them. */
  boolean isJpegColor() {
    return samples == 1 ? photometric == BLACK_IS_ZERO : samples == 3 && (isYcbcr() || isRgb());
  }

  /** Whether samples are floating-point numbers. */
  boolean isFloat() {
    return format == FLOAT;
  }

  /**
   * How rows of these pixels become RGB.
   *
   * @throws ImageException when Pillow does not read such pixels either
   */
  RowFormat rowFormat(TiffDirectory directory) {
    return switch (photometric) {
      case WHITE_IS_ZERO, BLACK_IS_ZERO -> greyFormat(directory.file().order());
      case RGB -> rgbFormat(directory.file().order());
      case PALETTE -> paletteFormat(directory);
      case CMYK -> cmykFormat(directory.file().order());
      case YCBCR -> {
        require(samples == 1 && bits == 8 && format == UNSIGNED);
        yield RowFormat.indexed(8, Palette.grey(8));
      }
      default -> throw notRead();
    };
  }

  private RowFormat greyFormat(ByteOrder order) {
    if (samples == 2) {
      require(bits == 8 && format == UNSIGNED && photometric == BLACK_IS_ZERO);
      return RowFormat.components(2, 0, 0, 0);
    }
    require(samples == 1);
    return switch (bits) {
      case 1, 2, 4, 8 -> {
        // Pillow takes signed bytes for unsigned ones
        require(format == UNSIGNED || (format == SIGNED && bits == 8));
        yield RowFormat.indexed(
            bits, photometric == WHITE_IS_ZERO ? Palette.invertedGrey(bits) : Palette.grey(bits));
      }
      case 12 -> {
        require(format == UNSIGNED && photometric == BLACK_IS_ZERO);
        yield RowFormat.clippedGrey12();
      }
      case 16 -> {
        require(format == UNSIGNED || format == SIGNED);
        yield format == UNSIGNED
            ? RowFormat.clippedGrey16(highByte(order))
            : RowFormat.clippedSigned16(order);
      }
      case 32 -> format == FLOAT ? RowFormat.clippedFloat(order) : RowFormat.clippedInt(order);
      default -> throw notRead();
    };
  }

  private RowFormat rgbFormat(ByteOrder order) {
    require(samples >= 3 && format == UNSIGNED && (bits == 8 || bits == 16));
    int bytes = bits / 8;
    int high = highByte(order);
    return samples > 3 && extra == PREMULTIPLIED
        ? RowFormat.premultiplied(samples * bytes, bytes, high)
        : RowFormat.components(samples * bytes, high, bytes + high, 2 * bytes + high);
  }

  private RowFormat paletteFormat(TiffDirectory directory) {
    boolean alone = samples == 1 && (bits == 1 || bits == 2 || bits == 4 || bits == 8);
    require(format == UNSIGNED && (alone || (samples == 2 && bits == 8)));
    int numColors = 1 << bits;
    long[] tables = directory.values(COLOR_MAP, 3 * numColors);
    Palette palette = Palette.ofTables(tables, numColors);
    return alone ? RowFormat.indexed(bits, palette) : RowFormat.indexedAlpha(palette);
  }

  private RowFormat cmykFormat(ByteOrder order) {
    require(samples >= 4 && format == UNSIGNED && (bits == 8 || bits == 16));
    return RowFormat.cmyk(samples * bits / 8, bits / 8, highByte(order));
  }

  /** Where the more significant byte of a sample is. */
  private int highByte(ByteOrder order) {
    return bits == 16 && order == ByteOrder.LITTLE_ENDIAN ? 1 : 0;
  }

  private void require(boolean read) {
    if (!read) {
      throw notRead();
    }
  }

  private ImageException notRead() {
    return new ImageException(
        "TIFF: %s of %d %s with %d bits are not read; save it as RGB of 8 bits"
            .formatted(colors(), samples, kind(), bits));
  }

  private String colors() {
    return switch (photometric) {
      case WHITE_IS_ZERO, BLACK_IS_ZERO -> "grey pixels";
      case RGB -> "RGB pixels";
      case PALETTE -> "palette pixels";
      case CMYK -> "CMYK pixels";
      case YCBCR -> "YCbCr pixels without JPEG compression";
      case CIE_LAB -> "CIE Lab pixels";
      default -> "pixels with photometric interpretation " + photometric;
    };
  }

  private String kind() {
    String samplesWord = samples == 1 ? "sample" : "samples";
    return switch (format) {
      case UNSIGNED -> "unsigned " + samplesWord;
      case SIGNED -> "signed " + samplesWord;
      case FLOAT -> "floating-point " + samplesWord;
      default -> samplesWord + " of format " + format;
    };
  }
}
