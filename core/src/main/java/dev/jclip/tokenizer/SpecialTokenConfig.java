package dev.jclip.tokenizer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The special tokens as {@code tokenizer_config.json}, {@code special_tokens_map.json} and {@code
 * added_tokens.json} name them, with transformers' defaults for what they leave out.
 *
 * @param special the special tokens by their role, in the order in which they take new ids; their
 *     ids are not known here and therefore {@link #NO_ID}
 * @param added the tokens that the files list with their ids
 */
record SpecialTokenConfig(Map<String, AddedToken> special, List<AddedToken> added) {
  private static final int NO_ID = -1;

  private static final List<String> ROLES =
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

  /**
   * Reads the configuration in the folder of a vocabulary file; all of it may be absent.
   *
   * @param listed the added tokens of the vocabulary file itself
   */
  static SpecialTokenConfig beside(Path vocabulary, List<AddedToken> listed) {
    Path configFile = vocabulary.resolveSibling("tokenizer_config.json");
    Path mapFile = vocabulary.resolveSibling("special_tokens_map.json");
    Path addedFile = vocabulary.resolveSibling("added_tokens.json");
    JsonNode config = optional(configFile);
    Map<String, AddedToken> special = defaults();
    readSpecial(configFile, config, special);
    JsonNode decoder = config.path("added_tokens_decoder");
    if (!decoder.isMissingNode()) {
      return new SpecialTokenConfig(
          special, decoderTokens(configFile + ": added_tokens_decoder", decoder));
    }
    readSpecial(mapFile, optional(mapFile), special);
    Map<String, AddedToken> added = plainTokens(addedFile.toString(), optional(addedFile), special);
    listed.forEach(token -> added.put(token.content(), token));
    return new SpecialTokenConfig(special, List.copyOf(added.values()));
  }

  String start() {
    return content("bos_token");
  }

  String end() {
    return content("eos_token");
  }

  String unknown() {
    return content("unk_token");
  }

  String padding() {
    return content("pad_token");
  }

  private String content(String role) {
    AddedToken token = special.get(role);
    return token == null ? SpecialTokens.OPENAI.end() : token.content();
  }

  private static JsonNode optional(Path file) {
    return Files.exists(file)
        ? VocabularyFiles.jsonObject(file)
        : JsonNodeFactory.instance.objectNode();
  }

  private static Map<String, AddedToken> defaults() {
    AddedToken start = named(SpecialTokens.OPENAI.start());
    AddedToken end = named(SpecialTokens.OPENAI.end());
    Map<String, AddedToken> special = new LinkedHashMap<>();
    special.put("bos_token", start);
    special.put("eos_token", end);
    special.put("unk_token", end);
    special.put("pad_token", end);
    return special;
  }

  private static AddedToken named(String content) {
    return new AddedToken(content, NO_ID, false, false);
  }

  private static void readSpecial(Path file, JsonNode config, Map<String, AddedToken> special) {
    for (String role : ROLES) {
      JsonNode value = config.path(role);
      if (!value.isMissingNode() && !value.isNull()) {
        special.put(role, token("%s: %s".formatted(file, role), value));
      }
    }
    for (String list : LISTS) {
      for (JsonNode value : config.path(list)) {
        String place = "%s: %s[%d]".formatted(file, list, special.size());
        AddedToken token = token(place, value);
        special.put(token.content(), token);
      }
    }
  }

  /** A special token is written as its text, or as an object with the text and options. */
  private static AddedToken token(String place, JsonNode value) {
    return value.isString() && !value.stringValue().isEmpty()
        ? named(value.stringValue())
        : AddedToken.parse(place, value, NO_ID);
  }

  private static List<AddedToken> decoderTokens(String place, JsonNode decoder) {
    List<AddedToken> added = new ArrayList<>();
    decoder
        .properties()
        .forEach(
            entry -> {
              String at = "%s['%s']".formatted(place, entry.getKey());
              int id = TokenizerJson.id(at, entry.getKey());
              added.add(AddedToken.parse(at, entry.getValue(), id));
            });
    return added;
  }

  private static Map<String, AddedToken> plainTokens(
      String place, JsonNode tokens, Map<String, AddedToken> special) {
    Map<String, AddedToken> added = new LinkedHashMap<>();
    tokens
        .properties()
        .forEach(
            entry -> {
              String content = entry.getKey();
              int id = TokenizerJson.id("%s['%s']".formatted(place, content), entry.getValue());
              boolean isSpecial =
                  special.values().stream().anyMatch(token -> token.content().equals(content));
              added.put(content, new AddedToken(content, id, !isSpecial, false));
            });
    return added;
  }
}
