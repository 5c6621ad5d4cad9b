package dev.jclip.image.codec;

import dev.jclip.error.ImageException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks through all segments of a JPEG file (ITU-T T.81) without decoding: finds the size, the
 * colour transform and the orientation, and makes sure that every colour component's data is there
 * and long enough for the claimed size.
 */
final class JpegHeader {
  private static final int NO_MARKER = -1;
  private static final int END_OF_IMAGE = 0xd9;
  private static final int HUFFMAN_TABLES = 0xc4;
  private static final int START_OF_SCAN = 0xda;
  private static final int JFIF = 0xe0;
  private static final int METADATA = 0xe1;
  private static final int ADOBE = 0xee;
  private static final int COMMENT = 0xfe;
  private static final int ADOBE_TRANSFORM = 13;
  private static final String EXIF = "Exif\0\0";
  private static final String XMP = "http://ns.adobe.com/xap/1.0/\0";

  private final FileBytes file;
  private final long maxPixels;
  private final Map<Integer, HuffmanCost> tables = new HashMap<>();
  private final Set<Integer> scanned = new HashSet<>();
  private final ByteArrayOutputStream essential;
  private @Nullable JpegFrame frame;
  private boolean endsWithItsOnlyScan;
  private boolean endMissing;
  private int adobeTransform = -1;
  private final ByteArrayOutputStream exif = new ByteArrayOutputStream();
  private byte @Nullable [] xmp;

  private JpegHeader(byte[] bytes, long maxPixels) {
    this.file = new FileBytes(bytes, ByteOrder.BIG_ENDIAN);
    this.maxPixels = maxPixels;
    this.essential = new ByteArrayOutputStream(bytes.length);
  }

  /**
   * Reads and checks a file.
   *
   * @throws ImageException when it is damaged, truncated, not supported or too large
   */
  static JpegHeader read(byte[] bytes, long maxPixels) {
    var header = new JpegHeader(bytes, maxPixels);
    header.walk();
    return header;
  }

  private void walk() {
    essential.write(file.array(), 0, 2);
    int at = 2;
    while (true) {
      at = nextMarker(at);
      if (at == NO_MARKER) {
        endMissing = true;
        break;
      }
      int marker = file.u8(at - 1);
      if (marker == END_OF_IMAGE) {
        break;
      }
      if (marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
        continue; // markers without a segment
      }
      int length = file.u16(at);
      if (length < 2) {
        throw new ImageException("JPEG: damaged segment length at offset " + at);
      }
      file.check(at, length);
      readSegment(marker, at, length);
      int end = at + length;
      if (marker == START_OF_SCAN) {
        endsWithItsOnlyScan =
            !frame().progressive() && file.u8(at + 2L) == frame().components().size();
        end = scanEnd(end);
        checkScan(at, length, end - at - length);
      }
      if (isEssential(marker)) {
        essential.write(file.array(), at - 2, end - at + 2);
      }
      at = end;
    }
    essential.write(0xff);
    essential.write(END_OF_IMAGE);
    if (scanned.size() < frame().components().size()) {
      throw new ImageException(
          "JPEG: truncated: %d colour components expected, data for %d found"
              .formatted(frame().components().size(), scanned.size()));
    }
  }

  /**
   * Returns the offset after the next marker, passing over stray bytes as decoders do, or {@link
   * #NO_MARKER} at the end of a file that may be whole without an end mark.
   */
  private int nextMarker(int start) {
    int at = start;
    while (at + 1 < file.length()) {
      if (file.u8(at) == 0xff && file.u8(at + 1) != 0xff && file.u8(at + 1) != 0) {
        return at + 2;
      }
      at++;
    }
    if (!endsWithItsOnlyScan) {
      throw new ImageException("JPEG: truncated: the file ends without an end-of-image marker");
    }
    return NO_MARKER;
  }

  private void readSegment(int marker, int at, int length) {
    if (JpegFrame.isFrame(marker)) {
      if (frame != null) {
        throw new ImageException("JPEG: expected one frame, found a second at offset " + at);
      }
      frame = JpegFrame.read(file, marker, at, length);
      StoredImage.checkSize(frame.width(), frame.height(), maxPixels);
    } else if (marker == HUFFMAN_TABLES) {
      readTables(at + 2, at + length);
    } else if (marker == METADATA && scanned.isEmpty()) {
      readMetadata(file.copy(at + 2L, length - 2));
    } else if (marker == ADOBE && length > ADOBE_TRANSFORM && isNamed(at, "Adobe")) {
      adobeTransform = file.u8(at + ADOBE_TRANSFORM);
    }
  }

  /** EXIF too long for one segment goes on in the next, which has the prefix again. */
  private void readMetadata(byte[] segment) {
    String text = new String(segment, StandardCharsets.ISO_8859_1);
    if (text.startsWith(EXIF)) {
      exif.write(segment, EXIF.length(), segment.length - EXIF.length());
    } else if (text.startsWith(XMP)) {
      xmp = segment;
    }
  }

  private boolean isNamed(int segment, String name) {
    return segment + 2 + name.length() <= file.length()
        && file.ascii(segment + 2L, name.length()).equals(name);
  }

  private void readTables(int start, int end) {
    int at = start;
    while (at < end) {
      int next = at + 1 + HuffmanCost.NUM_LENGTHS + HuffmanCost.numSymbols(file, at + 1L);
      if (next > end) {
        throw new ImageException("JPEG: damaged Huffman table at offset " + at);
      }
      tables.put(file.u8(at), new HuffmanCost(file, at + 1L));
      at = next;
    }
  }

  /** Returns where the coded data ends: at a marker that is no restart, or at the file's end. */
  private int scanEnd(int start) {
    byte[] bytes = file.array();
    for (int at = start; at + 1 < bytes.length; at++) {
      if (bytes[at] == (byte) 0xff) {
        int next = bytes[at + 1] & 0xff;
        boolean data = next == 0 || next == 0xff || (next >= 0xd0 && next <= 0xd7);
        if (!data) {
          return at;
        }
      }
    }
    if (!endsWithItsOnlyScan) {
      throw new ImageException("JPEG: truncated: the file ends inside the pixel data");
    }
    return bytes.length;
  }

  private void checkScan(int at, int length, int dataBytes) {
    int numComponents = file.u8(at + 2);
    if (length != 6 + 2 * numComponents || numComponents < 1 || numComponents > 4) {
      throw new ImageException("JPEG: damaged scan header at offset " + at);
    }
    int spectralStart = file.u8(at + length - 3);
    boolean refines = file.u8(at + length - 1) >> 4 != 0;
    long minBits = 0;
    for (int i = 0; i < numComponents; i++) {
      int id = file.u8(at + 3 + 2 * i);
      int selectors = file.u8(at + 4 + 2 * i);
      long numBlocks = frame().numBlocks(frame().component(id), numComponents > 1);
      minBits += numBlocks * minBlockBits(selectors, spectralStart, refines);
      if (spectralStart == 0) {
        scanned.add(id);
      }
    }
    if (dataBytes < minBits / 8) {
      throw new ImageException(
          "JPEG: truncated: %dx%d pixels need at least %d bytes in the scan at offset %d, found %d"
              .formatted(frame().width(), frame().height(), minBits / 8, at, dataBytes));
    }
  }

  private int minBlockBits(int selectors, int spectralStart, boolean refines) {
    HuffmanCost dc = tables.get(selectors >> 4);
    HuffmanCost ac = tables.get(0x10 | (selectors & 15));
    if (!frame().progressive()) {
      return HuffmanCost.ofDc(dc) + HuffmanCost.ofAc(ac);
    }
    if (spectralStart > 0) {
      return 0; // one code can end tens of thousands of blocks
    }
    return refines ? 1 : HuffmanCost.ofDc(dc);
  }

  /** Metadata, profiles and comments stay out of the decoders. */
  private static boolean isEssential(int marker) {
    return marker == JFIF
        || marker == ADOBE
        || marker < JFIF
        || (marker > 0xef && marker != COMMENT);
  }

  /** The frame header. */
  JpegFrame frame() {
    if (frame == null) {
      throw new ImageException("JPEG: expected a frame header, found none");
    }
    return frame;
  }

  /** The colour transform of an Adobe segment (0 none, 1 YCbCr, 2 YCCK), or -1 without one. */
  int adobeTransform() {
    return adobeTransform;
  }

  /** The orientation, 1..8. */
  int orientation() {
    return Orientation.of(exif.toByteArray(), xmp);
  }

  /**
   * Whether the file ends without an end mark behind a scan of all its components, so that only
   * decoding tells whether the pixels are all there.
   */
  boolean endMissing() {
    return endMissing;
  }

  /** The file with an end mark, without metadata and without what follows its end. */
  byte[] essentialBytes() {
    return essential.toByteArray();
  }
}
