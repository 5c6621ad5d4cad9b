package dev.jclip.data;

/**
 * A label as the data has it.
 *
 * @param text a class name, or a number in decimal
 * @param isIndex whether it can only be a class's index
 */
record Label(String text, boolean isIndex) {
  static Label named(String text) {
    return new Label(text, false);
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
