package dev.jclip.tokenizer;

import java.util.Arrays;

/**
 * A text and its token ids. Immutable.
 *
 * @param text the text that was tokenized, before any cleaning
 * @param ids the ids of the start token, of the text's tokens and of the end token, without
 *     padding. A text with more ids than the context length loses its last tokens, and keeps the
 *     end token
 * @param tokenCount the number of ids before any were cut, start and end token included
 * @param truncated whether ids were cut because the text exceeded the context length
 */
// The constructor and the accessor copy the array, and equals compares its content.
@SuppressWarnings("ArrayRecordComponent")
public record TokenizedText(String text, int[] ids, int tokenCount, boolean truncated) {
  /** Keeps a copy of the ids. */
  public TokenizedText {
    ids = ids.clone();
  }

  /** Returns a copy of the ids. */
  @Override
  public int[] ids() {
    return ids.clone();
  }

  /**
   * Returns the ids followed by pad tokens.
   *
   * @param length the length of the result
   * @param padToken the tokenizer's {@link Tokenizer#padToken()}
   * @throws IllegalArgumentException if there are more than {@code length} ids
   */
  public int[] padded(int length, int padToken) {
    if (ids.length > length) {
      throw new IllegalArgumentException(
          "length: expected at least the %d ids of the text, found %d"
              .formatted(ids.length, length));
    }
    int[] row = Arrays.copyOf(ids, length);
    Arrays.fill(row, ids.length, length, padToken);
    return row;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TokenizedText that
        && text.equals(that.text)
        && Arrays.equals(ids, that.ids)
        && tokenCount == that.tokenCount
        && truncated == that.truncated;
  }

  @Override
  public int hashCode() {
    return 31 * text.hashCode() + Arrays.hashCode(ids);
  }

  @Override
  public String toString() {
    return "TokenizedText[text=%s, ids=%s, tokenCount=%d, truncated=%s]"
        .formatted(text, Arrays.toString(ids), tokenCount, truncated);
  }
}
