package dev.jclip.tokenizer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The printable character that stands for each byte in byte-level BPE files: printable Latin-1
 * characters for themselves, U+0100 onwards for the other bytes in order.
 */
final class ByteAlphabet {
  /** Ends the last piece of a word. */
  static final String END_OF_WORD = "</w>";

  /** The number of {@link #pieces()}. */
  static final int PIECES = 512;

  private static final int FIRST_STAND_IN = 0x100;
  private static final int STAND_INS = 68;

  private static final char[] CHARS = new char[256];
  private static final byte[] BYTES = new byte[FIRST_STAND_IN + STAND_INS];

  static {
    char standIn = FIRST_STAND_IN;
    for (int b = 0; b < 256; b++) {
      CHARS[b] = isPrintable(b) ? (char) b : standIn++;
      BYTES[CHARS[b]] = (byte) b;
    }
  }

  private ByteAlphabet() {}

  /** Returns the character of a byte, 0 to 255. */
  static char charOf(int unsignedByte) {
    return CHARS[unsignedByte];
  }

  /**
   * Returns the pieces that every vocabulary begins with, in the order of their ids: the 256
   * characters, printable ones first, then the same at the end of a word.
   */
  static List<String> pieces() {
    List<String> inner =
        Stream.concat(
                IntStream.range(0, 256).filter(ByteAlphabet::isPrintable).boxed(),
                IntStream.range(0, 256).filter(b -> !isPrintable(b)).boxed())
            .map(b -> String.valueOf(CHARS[b]))
            .toList();
    return Stream.concat(inner.stream(), inner.stream().map(c -> c + END_OF_WORD)).toList();
  }

  /**
   * Returns the text of concatenated pieces, end-of-word markers included; characters outside the
   * alphabet stand for themselves.
   */
  static String textOf(CharSequence pieces) {
    var bytes = new ByteArrayOutputStream(pieces.length());
    pieces
        .codePoints()
        .forEach(
            c -> {
              if (isInAlphabet(c)) {
                bytes.write(BYTES[c]);
              } else {
                bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
              }
            });
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static boolean isInAlphabet(int c) {
    return c < BYTES.length && CHARS[BYTES[c] & 0xff] == c;
  }

  private static boolean isPrintable(int b) {
    return (b >= '!' && b <= '~') || (b >= 0xa1 && b != 0xad);
  }
}
