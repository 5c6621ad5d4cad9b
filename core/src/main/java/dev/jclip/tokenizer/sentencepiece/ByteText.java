package dev.jclip.tokenizer.sentencepiece;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text that is being written, as UTF-8. */
final class ByteText {
  private byte[] bytes;
  private int length;

  ByteText(int capacity) {
    bytes = new byte[Math.max(16, capacity)];
  }

  void append(byte b) {
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * length);
    }
    bytes[length++] = b;
  }

  void append(byte[] from, int start, int end) {
    for (int i = start; i < end; i++) {
      append(from[i]);
    }
  }

  /** Removes a suffix as often as the text ends with it. */
  void strip(byte[] suffix) {
    while (length >= suffix.length
        && Arrays.equals(bytes, length - suffix.length, length, suffix, 0, suffix.length)) {
      length -= suffix.length;
    }
  }

  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
