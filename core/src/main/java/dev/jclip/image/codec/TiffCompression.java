package dev.jclip.image.codec;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.jclip.error.ImageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tukaani.xz.XZInputStream;

/** Reads the strips and tiles of a TIFF file. */
final class TiffCompression {
  private static final int COMPRESSION = 259;
  private static final int FILL_ORDER = 266;
  private static final int T4_OPTIONS = 292;
  private static final int T6_OPTIONS = 293;
  private static final int JPEG_TABLES = 347;

  private static final int LOW_BITS_FIRST = 2;

  /** A compressed file may ask for so much memory to be read; what libtiff writes takes less. */
  private static final int MAX_XZ_KIBIBYTES = 80 << 10;

  private static final int MAX_ZSTD_WINDOW_BITS = 26;

  private final TiffDirectory directory;
  private final TiffPixels pixels;
  private final Kind kind;
  private final TiffPredictor predictor;
  private final boolean reversedBits;

  /** How strips and tiles are compressed, by the number in the file. */
  private enum Kind {
    NONE("no compression", 1, 1),
    CCITT("CCITT run lengths", 2, 8),
    GROUP_3("CCITT group 3", 3, 8),
    GROUP_4("CCITT group 4", 4, 8),
    LZW("LZW", 5, Lzw.MAX_RATIO),
    /** 64 pixels of three samples take at least one bit. */
    JPEG("JPEG", 7, 64 * 3 * 8),
    DEFLATE("deflate", 8, Inflation.MAX_RATIO),
    OLD_DEFLATE("deflate", 32946, Inflation.MAX_RATIO),
    PACK_BITS("PackBits", 32773, 64),
    LZMA("LZMA", 34925, 1 << 16),
    ZSTD("Zstandard", 50000, 1 << 16);

    private final String title;
    private final int number;

    /** How many bytes one stored byte can become at most; for fax, how many rows. */
    private final long ratio;

    Kind(String title, int number, long ratio) {
      this.title = title;
      this.number = number;
      this.ratio = ratio;
    }
  }

  private static final Set<Kind> FAX = EnumSet.of(Kind.CCITT, Kind.GROUP_3, Kind.GROUP_4);
  private static final Set<Kind> WITH_PREDICTOR =
      EnumSet.of(Kind.LZW, Kind.DEFLATE, Kind.OLD_DEFLATE, Kind.LZMA, Kind.ZSTD);

  /** Compressions that are not read, by their numbers. */
  private static final Map<Integer, String> OTHERS =
      Map.ofEntries(
          Map.entry(6, "JPEG of the old kind"),
          Map.entry(9, "JBIG"),
          Map.entry(10, "JBIG"),
          Map.entry(32771, "CCITT run lengths in words"),
          Map.entry(32809, "ThunderScan"),
          Map.entry(32908, "Pixar's"),
          Map.entry(32909, "Pixar's"),
          Map.entry(33003, "JPEG 2000"),
          Map.entry(33005, "JPEG 2000"),
          Map.entry(34661, "JBIG"),
          Map.entry(34676, "SGI's LogLuv"),
          Map.entry(34677, "SGI's LogLuv"),
          Map.entry(34712, "JPEG 2000"),
          Map.entry(34887, "LERC"),
          Map.entry(34892, "lossy JPEG of DNG"),
          Map.entry(50001, "WebP"),
          Map.entry(50002, "JPEG XL"));

  /**
   * A strip or tile, or one plane of it.
   *
   * @param samples how many samples of a pixel lie together
   */
  record Chunk(int width, int rows, int rowBytes, int samples, long maxPixels) {
    private int numBytes() {
      return Math.multiplyExact(rowBytes, rows);
    }
  }

  private TiffCompression(TiffDirectory directory, TiffPixels pixels, Kind kind) {
    this.directory = directory;
    this.pixels = pixels;
    this.kind = kind;
    // the other compressions have no predictor, whatever the field says
    this.predictor =
        WITH_PREDICTOR.contains(kind) ? TiffPredictor.of(directory, pixels) : TiffPredictor.NONE;
    this.reversedBits = directory.value(FILL_ORDER, 1) == LOW_BITS_FIRST;
  }

  static TiffCompression of(TiffDirectory directory, TiffPixels pixels) {
    int number = (int) directory.value(COMPRESSION, 1);
    for (Kind kind : Kind.values()) {
      if (kind.number == number) {
        var compression = new TiffCompression(directory, pixels, kind);
        compression.checkPixels();
        return compression;
      }
    }
    throw new ImageException(
        "TIFF: compression %d%s is not read; read are %s"
            .formatted(
                number,
                OTHERS.containsKey(number) ? " (" + OTHERS.get(number) + ")" : "",
                String.join(", ", titles())));
  }

  private static List<String> titles() {
    return Arrays.stream(Kind.values()).map(kind -> kind.title).distinct().toList();
  }

  /** What a compression can hold at all. */
  private void checkPixels() {
    boolean bilevel = pixels.bits() == 1 && pixels.samples() == 1;
    boolean bytes = pixels.bits() == 8;
    boolean fits =
        switch (kind) {
          case CCITT, GROUP_3, GROUP_4 -> bilevel;
          case JPEG -> bytes && (pixels.isJpegColor() || !pixels.isYcbcr());
          default -> true;
        };
    if (!fits) {
      throw new ImageException(
          "TIFF: %s with %d samples of %d bits and photometric interpretation %d is not read"
              .formatted(kind.title, pixels.samples(), pixels.bits(), pixels.photometric()));
    }
  }

  /** What people call it. */
  String title() {
    return kind.title;
  }

  /** Whether the lengths of strips and tiles follow from their pixels. */
  boolean isNone() {
    return kind == Kind.NONE;
  }

  /** Whether what is read are colours already, of three bytes a pixel. */
  boolean givesRgb() {
    return kind == Kind.JPEG && pixels.isJpegColor();
  }

  /**
   * Checks that so many stored bytes can hold so many rows.
   *
   * @throws ImageException when they cannot
   */
  void checkRoom(long storedBytes, long rowBytes, long rows) {
    long units = FAX.contains(kind) ? rows : rowBytes * rows;
    if (units > storedBytes * kind.ratio) {
      throw new ImageException(
          "TIFF: truncated: %d bytes expected, %d stored bytes cannot hold them"
              .formatted(rowBytes * rows, storedBytes));
    }
  }

  /** Returns the samples of one strip or tile; where {@link #givesRgb}, its colours. */
  byte[] read(byte[] stored, Chunk chunk) {
    if (kind == Kind.JPEG) {
      return jpeg(stored, chunk);
    }
    byte[] data = decompress(reversedBits ? reversed(stored) : stored, chunk);
    predictor.undo(data, chunk.rowBytes, chunk.samples);
    return data;
  }

  private static byte[] reversed(byte[] stored) {
    byte[] reversed = new byte[stored.length];
    for (int i = 0; i < stored.length; i++) {
      reversed[i] = (byte) (Integer.reverse(stored[i]) >>> 24);
    }
    return reversed;
  }

  private byte[] decompress(byte[] stored, Chunk chunk) {
    int size = chunk.numBytes();
    return switch (kind) {
      case CCITT -> fax(stored, 0, chunk);
      case GROUP_3 -> fax(stored, T4_OPTIONS, chunk);
      case GROUP_4 -> fax(stored, T6_OPTIONS, chunk);
      case LZW -> Lzw.tiff(stored, size);
      case PACK_BITS -> unpackBits(stored, size);
      case DEFLATE, OLD_DEFLATE ->
          Inflation.inflate(stored, List.of(new Inflation.Range(0, stored.length)), size);
      case LZMA, ZSTD -> streamed(stored, size);
      default -> Arrays.copyOf(stored, size);
    };
  }

  private byte[] fax(byte[] stored, int optionsTag, Chunk chunk) {
    long options = optionsTag == 0 ? 0 : directory.value(optionsTag, 0);
    return TiffFax.decode(stored, kind.number, options, chunk.width, chunk.rows);
  }

  /** Memory grows with what the data really holds. */
  private byte[] streamed(byte[] stored, int size) {
    var bytes = new ByteArrayInputStream(stored);
    try (InputStream in =
        kind == Kind.LZMA ? new XZInputStream(bytes, MAX_XZ_KIBIBYTES) : zstd(bytes)) {
      byte[] data = in.readNBytes(size);
      if (data.length < size) {
        throw new ImageException(
            "TIFF: truncated: %s gave %d of %d bytes".formatted(kind.title, data.length, size));
      }
      return data;
    } catch (IOException e) {
      throw new ImageException(
          "TIFF: %s data is damaged: %s".formatted(kind.title, e.getMessage()), e);
    }
  }

  private static InputStream zstd(InputStream bytes) throws IOException {
    return new ZstdInputStreamNoFinalizer(bytes).setLongMax(MAX_ZSTD_WINDOW_BITS);
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

  /** Decodes a JPEG file without its tables. */
  private byte[] jpeg(byte[] stored, Chunk chunk) {
    byte[] tables = directory.bytes(JPEG_TABLES);
    byte[] whole = JpegTables.insert(tables, stored, pixels.isYcbcr());
    if (givesRgb()) {
      StoredImage image = JpegDecoder.decode(whole, chunk.maxPixels);
      checkSize(image.width(), image.height(), chunk);
      return image.rgb();
    }
    JpegHeader header = JpegHeader.read(whole, chunk.maxPixels);
    checkSize(header.frame().width(), header.frame().height(), chunk);
    byte[] samples = JpegSamples.readSamples(header.essentialBytes());
    if (samples.length < chunk.numBytes()) {
      throw new ImageException("JPEG: the decoder found another size than the header says");
    }
    return samples;
  }

  private static void checkSize(int width, int height, Chunk chunk) {
    if (width != chunk.width || height < chunk.rows) {
      throw new ImageException(
          "TIFF: expected %dx%d pixels in a strip or tile, found %dx%d"
              .formatted(chunk.width, chunk.rows, width, height));
    }
  }
}
