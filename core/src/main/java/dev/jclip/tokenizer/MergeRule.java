package dev.jclip.tokenizer;

/** Two adjacent pieces that become one. */
record MergeRule(String left, String right) {
  String merged() {
    return left.concat(right);
  }
}
