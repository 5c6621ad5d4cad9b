package dev.jclip.tokenizer.parts;

import dev.jclip.error.TokenizerException;
import tools.jackson.databind.JsonNode;

/**
 * A token that is found in a text as it is written, before words are looked for.
 *
 * @param content the token's spelling, not empty
 * @param id its id
 * @param normalized whether it is looked for in the cleaned text instead of the text as given
 * @param singleWord whether it counts only where no letter, number or underscore touches it
 * @param stripsLeft whether it takes the white space before it
 * @param stripsRight whether it takes the white space after it
 */
public record AddedToken(
    String content,
    int id,
    boolean normalized,
    boolean singleWord,
    boolean stripsLeft,
    boolean stripsRight) {
  /** Creates a token that leaves the white space around it. */
  public AddedToken(String content, int id, boolean normalized, boolean singleWord) {
    this(content, id, normalized, singleWord, false, false);
  }

  /**
   * Reads a token from the JSON object that transformers writes for it.
   *
   * @param place the file and the field, for messages
   * @throws TokenizerException if it has no text
   */
  public static AddedToken parse(String place, JsonNode json, int id) {
    String content = json.path("content").asString("");
    if (content.isEmpty()) {
      throw new TokenizerException(
          "%s.content: expected the token's text, found %s"
              .formatted(place, VocabularyFiles.abbreviated(json.path("content"))));
    }
    boolean special = json.path("special").asBoolean(false);
    return new AddedToken(
        content,
        id,
        json.path("normalized").asBoolean(!special),
        json.path("single_word").asBoolean(false),
        json.path("lstrip").asBoolean(false),
        json.path("rstrip").asBoolean(false));
  }

  /** Returns a token that is found in the text as given, whatever touches it. */
  public static AddedToken special(String content, int id) {
    return new AddedToken(content, id, false, false);
  }

  /** Returns the same token with another id. */
  public AddedToken withId(int other) {
    return new AddedToken(content, other, normalized, singleWord, stripsLeft, stripsRight);
  }

  /** Returns the same token with another spelling. */
  public AddedToken withContent(String other) {
    return new AddedToken(other, id, normalized, singleWord, stripsLeft, stripsRight);
  }
}
