package dev.jclip.tokenizer.sentencepiece;

import dev.jclip.error.TokenizerException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * SentencePiece's precompiled character map: what stands for a character or a sequence of them. Its
 * form is the length of a double array in bytes, little-endian as all its numbers; the array, whose
 * nodes are those of the library Darts-clone; and the replacements, each ended by a zero byte.
 * Immutable.
 */
final class CharacterMap {
  /** A map without a rule. */
  static final CharacterMap EMPTY = new CharacterMap(new int[0], new byte[0]);

  /** The longest replacement of Unicode's compatibility forms has 33 bytes. */
  private static final int MAX_REPLACEMENT = 256;

  private final int[] units;
  private final byte[] replacements;

  private CharacterMap(int[] units, byte[] replacements) {
    this.units = units;
    this.replacements = replacements;
  }

  /**
   * Reads a map.
   *
   * @param place the file and the field it stands in, for messages
   * @throws TokenizerException if the lengths do not fit
   */
  static CharacterMap parse(String place, byte[] form) {
    if (form.length == 0) {
      return EMPTY;
    }
    ByteBuffer buffer = ByteBuffer.wrap(form).order(ByteOrder.LITTLE_ENDIAN);
    int length = form.length < Integer.BYTES ? -1 : buffer.getInt();
    if (length < 0 || length % Integer.BYTES != 0 || length >= buffer.remaining()) {
      throw new TokenizerException(
          "%s: expected the length of an array within %d bytes, found %d; download the file again"
              .formatted(place, form.length, length));
    }
    int[] units = new int[length / Integer.BYTES];
    buffer.asIntBuffer().get(units);
    byte[] replacements = Arrays.copyOfRange(form, Integer.BYTES + length, form.length);
    requireShort(place, replacements);
    return new CharacterMap(units, replacements);
  }

  /** Long replacements would make texts grow without bound. */
  private static void requireShort(String place, byte[] replacements) {
    int length = 0;
    for (byte b : replacements) {
      length = b == 0 ? 0 : length + 1;
      if (length > MAX_REPLACEMENT) {
        break;
      }
    }
    if (length > 0) {
      throw new TokenizerException(
          "%s: expected replacements of at most %d bytes, each before a zero byte, found another form; download the file again"
              .formatted(place, MAX_REPLACEMENT));
    }
  }

  /** A rule that was found: how many bytes it replaces, and where its replacement begins. */
  record Rule(int length, int replacement) {}

  /** Returns the longest rule at a place, as SentencePiece does, or one of length 0. */
  Rule longest(byte[] text, int from, int to) {
    return rule(text, from, to, Integer.MAX_VALUE);
  }

  /**
   * Returns the shortest rule at a place, as Hugging Face's tokenizers does, or one of length 0.
   */
  Rule shortest(byte[] text, int from, int to) {
    return rule(text, from, to, 1);
  }

  private Rule rule(byte[] text, int from, int to, int wanted) {
    Rule found = new Rule(0, 0);
    int node = units.length == 0 ? 0 : offset(units[0]);
    int seen = 0;
    for (int i = from; i < to && seen < wanted; i++) {
      node ^= text[i] & 0xff;
      if (node >= units.length || (units[node] & 0x800000ff) != (text[i] & 0xff)) {
        break;
      }
      boolean ends = (units[node] >>> 8 & 1) == 1;
      node ^= offset(units[node]);
      if (ends && node < units.length) {
        found = new Rule(i + 1 - from, units[node] & 0x7fffffff);
        seen++;
      }
    }
    return found;
  }

  /** Where the children of a node begin, counted from the node itself, by exclusive or. */
  private static int offset(int unit) {
    return unit >>> 10 << ((unit & 1 << 9) >>> 6);
  }

  /** Returns where the replacement of a rule ends. */
  int end(Rule rule) {
    int end = Math.min(rule.replacement(), replacements.length);
    while (end < replacements.length && replacements[end] != 0) {
      end++;
    }
    return end;
  }

  byte[] replacements() {
    return replacements;
  }
}
