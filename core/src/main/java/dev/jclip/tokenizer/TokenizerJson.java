package dev.jclip.tokenizer;

import dev.jclip.error.TokenizerException;
import dev.jclip.tokenizer.parts.AddedToken;
import dev.jclip.tokenizer.parts.VocabularyFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The parts of a {@code tokenizer.json} that make a CLIP tokenizer. Its other parts are checked to
 * be CLIP's, because they are not configurable here.
 *
 * @param ids the id of each piece, without added tokens
 * @param merges in order of priority
 * @param added the added tokens
 */
record TokenizerJson(Map<String, Integer> ids, List<MergeRule> merges, List<AddedToken> added) {
  /** Ids index the rows of an embedding, so larger ones are damage. */
  static final int MAX_ID = 1 << 20;

  private static final String WORDS =
      "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";

  /** The pattern that CLIPTokenizerFast splits by, whatever the file says. */
  static final String PATTERN = "<\\|startoftext\\|>|<\\|endoftext\\|>|" + WORDS;

  /** The patterns that its releases have written into files. */
  private static final Set<String> PATTERNS = Set.of(PATTERN, WORDS);

  static TokenizerJson parse(Path file, JsonNode json) {
    JsonNode model = json.path("model");
    checkModel(file, model);
    checkNormalizer(file, json.path("normalizer"));
    checkPreTokenizer(file, json.path("pre_tokenizer"));
    return new TokenizerJson(
        ids(file + ": model.vocab", model.path("vocab")),
        merges(file, model.path("merges")),
        addedTokens(file + ": added_tokens", json.path("added_tokens")));
  }

  /** Returns the pieces of a JSON object from pieces to ids. */
  static Map<String, Integer> ids(String place, JsonNode vocabulary) {
    if (!vocabulary.isObject() || vocabulary.isEmpty()) {
      throw new TokenizerException(
          "%s: expected an object from pieces to ids, found %s"
              .formatted(place, vocabulary.isObject() ? "no piece" : vocabulary.getNodeType()));
    }
    Map<String, Integer> ids = HashMap.newHashMap(vocabulary.size());
    Map<Integer, String> pieces = HashMap.newHashMap(vocabulary.size());
    vocabulary
        .properties()
        .forEach(
            entry -> {
              int id = id(place + "['" + entry.getKey() + "']", entry.getValue());
              String other = pieces.putIfAbsent(id, entry.getKey());
              if (other != null) {
                throw new TokenizerException(
                    "%s: '%s' and '%s' have the same id %d; each piece needs its own"
                        .formatted(place, other, entry.getKey(), id));
              }
              ids.put(entry.getKey(), id);
            });
    return ids;
  }

  /** Returns a JSON value as an id. */
  static int id(String place, JsonNode value) {
    return id(place, value.isIntegralNumber() ? value.asString() : value + " (not an integer)");
  }

  /** Returns digits as an id. */
  static int id(String place, String digits) {
    int id = digits.matches("[0-9]{1,7}") ? Integer.parseInt(digits) : MAX_ID;
    if (id >= MAX_ID) {
      throw new TokenizerException(
          "%s: expected an id from 0 to %d, found %s"
              .formatted(place, MAX_ID - 1, abbreviated(digits)));
    }
    return id;
  }

  private static void checkModel(Path file, JsonNode model) {
    String type = model.path("type").asString("BPE");
    require(type.equals("BPE"), file, "model.type", "BPE", model.path("type"));
    JsonNode suffix = model.path("end_of_word_suffix");
    require(
        suffix.asString("").equals(ByteAlphabet.END_OF_WORD),
        file,
        "model.end_of_word_suffix",
        ByteAlphabet.END_OF_WORD,
        suffix);
    JsonNode prefix = model.path("continuing_subword_prefix");
    require(prefix.asString("").isEmpty(), file, "model.continuing_subword_prefix", "none", prefix);
    for (String option : List.of("byte_fallback", "ignore_merges", "fuse_unk")) {
      JsonNode value = model.path(option);
      require(!value.asBoolean(false), file, "model." + option, "false", value);
    }
    JsonNode dropout = model.path("dropout");
    require(dropout.asDouble(0) == 0, file, "model.dropout", "none", dropout);
  }

  private static void checkNormalizer(Path file, JsonNode normalizer) {
    JsonNode steps = normalizer.path("normalizers");
    JsonNode replace = steps.path(1);
    boolean isClips =
        steps.size() == 3
            && steps.path(0).path("type").asString("").equals("NFC")
            && replace.path("type").asString("").equals("Replace")
            && replace.path("pattern").path("Regex").asString("").equals("\\s+")
            && replace.path("content").asString("").equals(" ")
            && steps.path(2).path("type").asString("").equals("Lowercase");
    require(isClips, file, "normalizer", "NFC, white space to one space, Lowercase", normalizer);
  }

  private static void checkPreTokenizer(Path file, JsonNode preTokenizer) {
    JsonNode steps = preTokenizer.path("pretokenizers");
    JsonNode split = steps.path(0);
    JsonNode byteLevel = steps.path(1);
    boolean isClips =
        steps.size() == 2
            && split.path("type").asString("").equals("Split")
            && PATTERNS.contains(split.path("pattern").path("Regex").asString(""))
            && split.path("behavior").asString("").equals("Removed")
            && split.path("invert").asBoolean(false)
            && byteLevel.path("type").asString("").equals("ByteLevel")
            && !byteLevel.path("add_prefix_space").asBoolean(true);
    require(isClips, file, "pre_tokenizer", "CLIP's Split and ByteLevel", preTokenizer);
  }

  private static List<MergeRule> merges(Path file, JsonNode merges) {
    if (!merges.isArray()) {
      throw new TokenizerException(
          "%s: model.merges: expected an array, found %s".formatted(file, merges.getNodeType()));
    }
    List<MergeRule> rules = new ArrayList<>(merges.size());
    for (JsonNode merge : merges) {
      rules.add(merge(mergePlace(file, rules.size()), merge));
    }
    return rules;
  }

  /** Returns where the merge of an index stands. */
  static String mergePlace(Path file, int index) {
    return "%s: model.merges[%d]".formatted(file, index);
  }

  /** A merge is written as one string with a space, in newer files as two strings. */
  private static MergeRule merge(String place, JsonNode merge) {
    String[] pieces = merge.isString() ? merge.stringValue().split(" ", -1) : strings(merge);
    if (pieces.length != 2 || pieces[0].isEmpty() || pieces[1].isEmpty()) {
      throw new TokenizerException(
          "%s: expected two pieces, found %s".formatted(place, VocabularyFiles.abbreviated(merge)));
    }
    return new MergeRule(pieces[0], pieces[1]);
  }

  private static String[] strings(JsonNode array) {
    return array.valueStream().map(item -> item.asString("")).toArray(String[]::new);
  }

  private static List<AddedToken> addedTokens(String place, JsonNode tokens) {
    List<AddedToken> added = new ArrayList<>();
    for (JsonNode token : tokens) {
      String at = "%s[%d]".formatted(place, added.size());
      added.add(AddedToken.parse(at, token, id(at + ".id", token.path("id"))));
    }
    return added;
  }

  private static void require(
      boolean holds, Path file, String field, String expected, JsonNode found) {
    if (!holds) {
      throw new TokenizerException(
          "%s: %s: expected %s, found %s; this is not a CLIP byte-level BPE tokenizer"
              .formatted(file, field, expected, VocabularyFiles.abbreviated(found)));
    }
  }

  private static String abbreviated(String text) {
    return text.length() <= 160 ? text : text.substring(0, 160) + "…";
  }
}
