package dev.jclip.tokenizer.parts;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The special tokens that transformers writes into {@code tokenizer_config.json} and {@code
 * special_tokens_map.json}: some by their role, such as {@code eos_token}, and lists of others.
 * Their ids stand elsewhere, so the tokens have {@link #NO_ID}.
 */
public final class SpecialTokenFields {
  /** Stands for an id that is not known. */
  public static final int NO_ID = -1;

  /** The roles, in the order in which tokens without an id take new ones. */
  public static final List<String> ROLES =
      List.of(
          "bos_token",
          "eos_token",
          "unk_token",
          "sep_token",
          "pad_token",
          "cls_token",
          "mask_token");

  private static final List<String> LISTS =
      List.of("additional_special_tokens", "extra_special_tokens");

  private SpecialTokenFields() {}

  /**
   * Adds the special tokens of a file, those with a role under it and the others under their text.
   *
   * @param file for messages
   * @param special what was read before, which a role of this file replaces
   * @throws dev.jclip.error.TokenizerException if a token has no text
   */
  public static void read(Path file, JsonNode config, Map<String, AddedToken> special) {
    for (String role : ROLES) {
      JsonNode value = config.path(role);
      if (!value.isMissingNode() && !value.isNull()) {
        special.put(role, token("%s: %s".formatted(file, role), value));
      }
    }
    for (String list : LISTS) {
      int index = 0;
      for (JsonNode value : config.path(list)) {
        AddedToken token = token("%s: %s[%d]".formatted(file, list, index++), value);
        special.put(token.content(), token);
      }
    }
  }

  /** A special token is written as its text, or as an object with the text and options. */
  private static AddedToken token(String place, JsonNode value) {
    return value.isString() && !value.stringValue().isEmpty()
        ? AddedToken.special(value.stringValue(), NO_ID)
        : AddedToken.parse(place, value, NO_ID);
  }
}
