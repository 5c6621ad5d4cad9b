package dev.jclip.tokenizer;

import dev.jclip.tokenizer.parts.AddedToken;
import dev.jclip.tokenizer.parts.SpecialTokenFields;
import dev.jclip.tokenizer.parts.VocabularyFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The special tokens as {@code tokenizer_config.json}, {@code special_tokens_map.json} and {@code
 * added_tokens.json} name them, with transformers' defaults for what they leave out.
 *
 * @param special the special tokens by their role, in the order in which they take new ids; their
 *     ids are not known here and therefore {@link SpecialTokenFields#NO_ID}
 * @param added the tokens that the files list with their ids
 */
record SpecialTokenConfig(Map<String, AddedToken> special, List<AddedToken> added) {
  /**
   * Reads the configuration in the folder of a vocabulary file; all of it may be absent.
   *
   * @param listed the added tokens of the vocabulary file itself
   */
  static SpecialTokenConfig beside(Path vocabulary, List<AddedToken> listed) {
    Path configFile = vocabulary.resolveSibling("tokenizer_config.json");
    Path mapFile = vocabulary.resolveSibling("special_tokens_map.json");
    Path addedFile = vocabulary.resolveSibling("added_tokens.json");
    JsonNode config = VocabularyFiles.optionalJsonObject(configFile);
    Map<String, AddedToken> special = defaults();
    SpecialTokenFields.read(configFile, config, special);
    JsonNode decoder = config.path("added_tokens_decoder");
    if (!decoder.isMissingNode()) {
      return new SpecialTokenConfig(
          special, decoderTokens(configFile + ": added_tokens_decoder", decoder));
    }
    SpecialTokenFields.read(mapFile, VocabularyFiles.optionalJsonObject(mapFile), special);
    Map<String, AddedToken> added =
        plainTokens(addedFile.toString(), VocabularyFiles.optionalJsonObject(addedFile), special);
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
    return AddedToken.special(content, SpecialTokenFields.NO_ID);
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
