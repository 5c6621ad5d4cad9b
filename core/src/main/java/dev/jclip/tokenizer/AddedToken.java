package dev.jclip.tokenizer;

/**
 * A token that is found in a text as it is written, before words are looked for.
 *
 * @param content the token's spelling, not empty
 * @param id its id
 * @param normalized whether it is looked for in the cleaned text instead of the text as given
 * @param singleWord whether it counts only where no letter, number or underscore touches it
 */
record AddedToken(String content, int id, boolean normalized, boolean singleWord) {
  AddedToken cleaned() {
    return new AddedToken(TextCleaner.huggingFace(content), id, normalized, singleWord);
  }
}
