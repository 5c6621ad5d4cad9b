package dev.jclip.tokenizer.sentencepiece;

import dev.jclip.error.TokenizerException;
import dev.jclip.tokenizer.TextCleaning;
import dev.jclip.tokenizer.parts.AddedToken;
import dev.jclip.tokenizer.parts.SpecialTokenFields;
import dev.jclip.tokenizer.parts.VocabularyFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What {@code tokenizer_config.json} and {@code special_tokens_map.json} beside a vocabulary say,
 * with the defaults of transformers' class for what they leave out.
 *
 * @param kind transformers' class for the tokenizer
 * @param lowerCase {@code do_lower_case}
 * @param addBos {@code add_bos_token}, if it is there
 * @param addEos {@code add_eos_token}, if it is there
 * @param special the special tokens by their role, such as {@code eos_token}; their ids are not
 *     known here and therefore {@link SpecialTokenFields#NO_ID}
 * @param listed the tokens of {@code added_tokens_decoder} with their ids, if it is there
 */
record TokenizerSettings(
    Kind kind,
    boolean lowerCase,
    Optional<Boolean> addBos,
    Optional<Boolean> addEos,
    Map<String, AddedToken> special,
    Optional<List<AddedToken>> listed) {
  /** The classes of transformers that differ in how they use the files. */
  enum Kind {
    SIGLIP,
    SIGLIP2,
    GEMMA,
    T5,
    /** Any other class, or none: the file is taken as it is. */
    OTHER;

    /** The special tokens that a class has where no file names others. */
    private Map<String, String> defaults() {
      return switch (this) {
        case SIGLIP -> Map.of("eos_token", "</s>", "unk_token", "<unk>", "pad_token", "</s>");
        case T5 -> Map.of("eos_token", "</s>", "unk_token", "<unk>", "pad_token", "<pad>");
        case SIGLIP2, GEMMA ->
            Map.of(
                "bos_token", "<bos>",
                "eos_token", "<eos>",
                "unk_token", "<unk>",
                "pad_token", "<pad>",
                "mask_token", "<mask>");
        case OTHER -> Map.of();
      };
    }

    static Kind of(String tokenizerClass) {
      return switch (tokenizerClass) {
        case "SiglipTokenizer", "SiglipTokenizerFast" -> SIGLIP;
        case "Siglip2Tokenizer", "Siglip2TokenizerFast" -> SIGLIP2;
        case "GemmaTokenizer", "GemmaTokenizerFast" -> GEMMA;
        case "T5Tokenizer", "T5TokenizerFast" -> T5;
        default -> OTHER;
      };
    }
  }

  /** Reads the files in a folder; all of them may be absent. */
  static TokenizerSettings of(Path folder) {
    Path configFile = folder.resolve("tokenizer_config.json");
    JsonNode config = VocabularyFiles.optionalJsonObject(configFile);
    Kind kind = kind(folder, config);
    JsonNode side = config.path("padding_side");
    if (side.asString("right").equals("left")) {
      throw new TokenizerException(
          "%s: padding_side: expected \"right\", found \"left\"; a model reads the end of a padded text, so the sides are not the same to it"
              .formatted(configFile));
    }
    Map<String, AddedToken> special = new LinkedHashMap<>();
    for (String role : SpecialTokenFields.ROLES) {
      String name = kind.defaults().get(role);
      if (name != null) {
        special.put(role, AddedToken.special(name, SpecialTokenFields.NO_ID));
      }
    }
    Path mapFile = folder.resolve("special_tokens_map.json");
    SpecialTokenFields.read(mapFile, VocabularyFiles.optionalJsonObject(mapFile), special);
    SpecialTokenFields.read(configFile, config, special);
    return new TokenizerSettings(
        kind,
        config.path("do_lower_case").asBoolean(true),
        flag(config.path("add_bos_token")),
        flag(config.path("add_eos_token")),
        special,
        listed(configFile + ": added_tokens_decoder", config.path("added_tokens_decoder")));
  }

  /** Returns the spelling of the special token of a role, which the class has. */
  String content(String role) {
    return Objects.requireNonNull(special.get(role), role).content();
  }

  /** Returns the cleaning of SiglipTokenizer. */
  TextCleaning siglip() {
    return lowerCase ? TextCleaning.SIGLIP : TextCleaning.SIGLIP_KEEPING_CASE;
  }

  /** Without a class in the configuration the kind of model decides, as in transformers. */
  private static Kind kind(Path folder, JsonNode config) {
    JsonNode named = config.path("tokenizer_class");
    if (named.isString()) {
      return Kind.of(named.stringValue());
    }
    JsonNode model =
        VocabularyFiles.optionalJsonObject(folder.resolve("config.json")).path("model_type");
    return switch (model.asString("")) {
      case "siglip" -> Files.exists(folder.resolve("spiece.model")) ? Kind.SIGLIP : Kind.OTHER;
      case "siglip2" -> Kind.SIGLIP2;
      default -> Kind.OTHER;
    };
  }

  private static Optional<Boolean> flag(JsonNode value) {
    return value.isBoolean() ? Optional.of(value.booleanValue()) : Optional.empty();
  }

  private static Optional<List<AddedToken>> listed(String place, JsonNode decoder) {
    if (!decoder.isObject()) {
      return Optional.empty();
    }
    List<AddedToken> added = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : decoder.properties()) {
      String at = "%s['%s']".formatted(place, entry.getKey());
      if (!entry.getKey().matches("[0-9]{1,7}")) {
        throw new TokenizerException(at + ": expected an id, found other characters");
      }
      added.add(AddedToken.parse(at, entry.getValue(), Integer.parseInt(entry.getKey())));
    }
    return Optional.of(added);
  }
}
