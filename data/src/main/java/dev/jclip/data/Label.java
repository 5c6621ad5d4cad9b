package dev.jclip.data;

import dev.jclip.io.ComposedText;

/**
 * A label as the data has it.
 *
 * @param text a class name, or a number in decimal
 * @param isIndex whether it can only be a class's index
 */
record Label(String text, boolean isIndex) {
  /** Names are the same whether their letters are composed or not. */
  static Label named(String text) {
    return new Label(ComposedText.of(text), false);
  }

  static Label index(long index) {
    return new Label(Long.toString(index), true);
  }

  boolean isNumber() {
    return !text.isEmpty()
        && text.length() < 10
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
