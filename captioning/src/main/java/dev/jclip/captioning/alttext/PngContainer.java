package dev.jclip.captioning.alttext;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The chunks of a PNG (W3C, Portable Network Graphics, third edition, section 5). XMP stands in a
 * chunk {@code iTXt} with the keyword {@code XML:com.adobe.xmp}, uncompressed (Adobe, XMP
 * Specification Part 3, section 1.1.5).
 */
final class PngContainer implements Container {
  static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};

  private static final byte[] KEYWORD = "XML:com.adobe.xmp".getBytes(StandardCharsets.ISO_8859_1);

  /** The keyword's end, no compression, its method, and no language and no translated keyword. */
  private static final int ZEROS = 5;

  private final byte[] file;

  /** A chunk, with its length, type and checksum, from one place in the file to another. */
  private record Chunk(String type, int from, int to) {}

  PngContainer(byte[] file) {
    this.file = file;
  }

  private List<Chunk> chunks() throws MalformedContainer {
    var chunks = new ArrayList<Chunk>();
    int at = SIGNATURE.length;
    while (at < file.length) {
      if (file.length - at < 12) {
        throw new MalformedContainer("the PNG is cut short at byte " + at);
      }
      int length = ByteBuffer.wrap(file).getInt(at);
      if (length < 0 || length > file.length - at - 12) {
        throw new MalformedContainer(
            "a chunk of the PNG at byte %d is longer than the file".formatted(at));
      }
      String type = new String(file, at + 4, 4, StandardCharsets.ISO_8859_1);
      chunks.add(new Chunk(type, at, at + 12 + length));
      at += 12 + length;
      if (type.equals("IEND")) {
        return chunks; // What follows belongs to no chunk, and is copied as it is.
      }
    }
    throw new MalformedContainer("the PNG has no end");
  }

  private boolean isXmp(Chunk chunk) {
    int text = chunk.from() + 8;
    return chunk.type().equals("iTXt")
        && chunk.to() - chunk.from() >= 12 + KEYWORD.length + ZEROS
        && Arrays.equals(file, text, text + KEYWORD.length, KEYWORD, 0, KEYWORD.length)
        && file[text + KEYWORD.length] == 0;
  }

  @Override
  public Optional<byte[]> packet() throws MalformedContainer {
    for (Chunk chunk : chunks()) {
      if (isXmp(chunk)) {
        return Optional.of(packet(chunk));
      }
    }
    return Optional.empty();
  }

  private byte[] packet(Chunk chunk) throws MalformedContainer {
    int at = chunk.from() + 8 + KEYWORD.length + 1;
    int end = chunk.to() - 4;
    if (file[at] != 0) {
      throw new MalformedContainer("its XMP is compressed, which Adobe's specification forbids");
    }
    at += 2;
    for (int strings = 0; strings < 2; strings++) { // the language and the translated keyword
      while (at < end && file[at] != 0) {
        at++;
      }
      at++;
    }
    if (at > end) {
      throw new MalformedContainer("its XMP has no text");
    }
    return Arrays.copyOfRange(file, at, end);
  }

  @Override
  public byte[] with(byte[] packet) throws MalformedContainer {
    var out = new ByteArrayOutputStream(file.length + packet.length + 64);
    out.writeBytes(SIGNATURE);
    List<Chunk> chunks = chunks();
    boolean isNew = chunks.stream().noneMatch(this::isXmp);
    boolean written = false;
    for (Chunk chunk : chunks) {
      if (!isXmp(chunk)) {
        out.write(file, chunk.from(), chunk.to() - chunk.from());
      }
      if (!written && (isNew ? chunk.type().equals("IHDR") : isXmp(chunk))) {
        out.writeBytes(chunk(packet));
        written = true;
      }
    }
    if (!written) {
      throw new MalformedContainer("the PNG has no header");
    }
    int end = chunks.getLast().to();
    out.write(file, end, file.length - end);
    return out.toByteArray();
  }

  private static byte[] chunk(byte[] packet) {
    int length = KEYWORD.length + ZEROS + packet.length;
    ByteBuffer chunk = ByteBuffer.allocate(12 + length);
    chunk.putInt(length).put("iTXt".getBytes(StandardCharsets.ISO_8859_1));
    chunk.put(KEYWORD).put(new byte[ZEROS]).put(packet);
    var crc = new CRC32();
    crc.update(chunk.array(), 4, 4 + length);
    return chunk.putInt((int) crc.getValue()).array();
  }
}
