package dev.jclip.tokenizer.sentencepiece;

import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What stands for a character without a piece: the pieces of its UTF-8 bytes where a vocabulary has
 * them, else the unknown piece, once for a run of such characters. Immutable.
 */
final class UnknownPieces {
  /** Marks a character without a piece while a text is divided; it is the id of no piece. */
  static final int MARK = -1;

  private final int id;
  private final int @Nullable [] byteIds;

  private UnknownPieces(int id, int @Nullable [] byteIds) {
    this.id = id;
    this.byteIds = byteIds;
  }

  static UnknownPieces asOne(int id) {
    return new UnknownPieces(id, null);
  }

  /** Returns the pieces of bytes; {@code ids} has one for each of the 256 bytes. */
  static UnknownPieces asBytes(int[] ids) {
    return new UnknownPieces(MARK, ids.clone());
  }

  /** Hands over what stands for a character; {@code runs} says that the one before had none. */
  void emit(byte[] text, int from, int to, boolean runs, IntConsumer ids) {
    if (byteIds != null) {
      for (int i = from; i < to; i++) {
        ids.accept(byteIds[text[i] & 0xff]);
      }
    } else if (!runs) {
      ids.accept(id);
    }
  }

  /** Returns the spelling of a byte's piece, such as {@code <0x0A>}. */
  static String spelling(int b) {
    return "<0x%02X>".formatted(b);
  }

  /** Returns the byte that a piece of that spelling stands for, or -1. */
  static int byteOf(String piece) {
    boolean spelled =
        piece.length() == 6
            && piece.startsWith("<0x")
            && piece.charAt(5) == '>'
            && isHex(piece.charAt(3))
            && isHex(piece.charAt(4));
    return spelled ? Integer.parseInt(piece.substring(3, 5), 16) : -1;
  }

  private static boolean isHex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F');
  }
}
