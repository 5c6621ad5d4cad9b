package dev.jclip.captioning.alttext;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The chunks of a WebP (RFC 9649, section 2). XMP stands in a chunk {@code "XMP "} behind the
 * image, and a flag in the chunk {@code VP8X} tells of it; a file of one image without that chunk
 * is given one.
 */
final class WebpContainer implements Container {
  private static final int HEADER = 12;
  private static final int XMP_FLAG = 0x04;
  private static final int ALPHA_FLAG = 0x10;

  private final byte[] file;
  private final ByteBuffer bytes;

  /** A chunk's name, and where its content lies in the file. */
  private record Chunk(String type, int from, int length) {}

  WebpContainer(byte[] file) {
    this.file = file;
    this.bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Whether a file begins as a WebP does. */
  static boolean is(byte[] file) {
    return file.length >= HEADER
        && new String(file, 0, 4, StandardCharsets.ISO_8859_1).equals("RIFF")
        && new String(file, 8, 4, StandardCharsets.ISO_8859_1).equals("WEBP");
  }

  private int end() throws MalformedContainer {
    long end = 8 + (bytes.getInt(4) & 0xFFFFFFFFL);
    if (end < HEADER || end > file.length) {
      throw new MalformedContainer(
          "the WebP is cut short: its header tells of %d bytes, found %d"
              .formatted(end, file.length));
    }
    return (int) end;
  }

  private List<Chunk> chunks() throws MalformedContainer {
    var chunks = new ArrayList<Chunk>();
    int end = end();
    int at = HEADER;
    while (end - at >= 8) {
      long length = bytes.getInt(at + 4) & 0xFFFFFFFFL;
      if (length > end - at - 8) {
        throw new MalformedContainer(
            "a chunk of the WebP at byte %d is longer than the file".formatted(at));
      }
      chunks.add(
          new Chunk(new String(file, at, 4, StandardCharsets.ISO_8859_1), at + 8, (int) length));
      at += 8 + (int) length + (int) (length & 1);
    }
    return chunks;
  }

  @Override
  public Optional<byte[]> packet() throws MalformedContainer {
    return chunks().stream()
        .filter(chunk -> chunk.type().equals("XMP "))
        .findFirst()
        .map(chunk -> Arrays.copyOfRange(file, chunk.from(), chunk.from() + chunk.length()));
  }

  @Override
  public byte[] with(byte[] packet) throws MalformedContainer {
    var out = new ByteArrayOutputStream(file.length + packet.length + 64);
    out.write(file, 0, HEADER);
    List<Chunk> chunks = chunks();
    byte[] extended = extended(chunks);
    extended[0] |= XMP_FLAG;
    write(out, "VP8X", extended);
    boolean written = false;
    for (Chunk chunk : chunks) {
      if (chunk.type().equals("XMP ")) {
        if (!written) {
          write(out, "XMP ", packet);
          written = true;
        }
      } else if (!chunk.type().equals("VP8X")) {
        write(
            out,
            chunk.type(),
            Arrays.copyOfRange(file, chunk.from(), chunk.from() + chunk.length()));
      }
    }
    if (!written) {
      write(out, "XMP ", packet);
    }
    int size = out.size() - 8;
    int end = end();
    out.write(file, end, file.length - end);
    byte[] result = out.toByteArray();
    ByteBuffer.wrap(result).order(ByteOrder.LITTLE_ENDIAN).putInt(4, size);
    return result;
  }

  private static void write(ByteArrayOutputStream out, String type, byte[] content) {
    ByteBuffer header = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    header.put(type.getBytes(StandardCharsets.ISO_8859_1)).putInt(content.length);
    out.writeBytes(header.array());
    out.writeBytes(content);
    if (content.length % 2 == 1) {
      out.write(0);
    }
  }

  /**
   * The content of VP8X: the file's own, or one with the size and transparency of its only image.
   */
  private byte[] extended(List<Chunk> chunks) throws MalformedContainer {
    Chunk first = chunks.isEmpty() ? new Chunk("", 0, 0) : chunks.getFirst();
    if (first.type().equals("VP8X") && first.length() >= 10) {
      return Arrays.copyOfRange(file, first.from(), first.from() + first.length());
    }
    if (first.type().equals("VP8 ") && first.length() >= 10) {
      // RFC 6386, section 9.1: a tag of three bytes, a start code of three, and two numbers of 14
      // bits.
      int width = bytes.getShort(first.from() + 6) & 0x3FFF;
      int height = bytes.getShort(first.from() + 8) & 0x3FFF;
      return canvas(width, height, 0);
    }
    if (first.type().equals("VP8L") && first.length() >= 5) {
      // RFC 9649, section 3.4: a signature, then 14 bits of width - 1 and of height - 1, and a bit
      // for alpha.
      int bits = bytes.getInt(first.from() + 1);
      int alpha = ((bits >>> 28) & 1) * ALPHA_FLAG;
      return canvas((bits & 0x3FFF) + 1, ((bits >>> 14) & 0x3FFF) + 1, alpha);
    }
    throw new MalformedContainer(
        "expected the WebP to begin with VP8, VP8L or VP8X, found \"" + first.type() + "\"");
  }

  private static byte[] canvas(int width, int height, int flags) throws MalformedContainer {
    if (width == 0 || height == 0) {
      throw new MalformedContainer("the WebP's image has no size");
    }
    ByteBuffer content = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    // 24 bits each; the later number overwrites the highest byte, 0, of the earlier one.
    content.putInt(0, flags).putInt(4, width - 1).putInt(7, height - 1);
    return Arrays.copyOf(content.array(), 10);
  }
}
