package dev.jclip.data.table;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Decodes text and tells what is wrong with it. */
final class Utf8 {
  private Utf8() {}

  /** An IOException's message is what was found. */
  static String decode(byte[] bytes) throws IOException {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    if (result.isError()) {
      throw new IOException(
          "the byte 0x%02x; the text may be in Latin-1 or Windows-1252".formatted(in.get() & 0xff));
    }
    return out.flip().toString();
  }
}
