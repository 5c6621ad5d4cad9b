package dev.jclip.tokenizer;

import dev.jclip.error.TokenizerException;
import dev.jclip.tokenizer.parts.AddedToken;
import dev.jclip.tokenizer.parts.VocabularyFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntFunction;
import tools.jackson.databind.JsonNode;

/** Reads the tokenizer files of transformers. */
final class HuggingFaceReader {
  private HuggingFaceReader() {}

  static boolean canRead(Path folder) {
    return Files.exists(folder.resolve("tokenizer.json"))
        || (Files.exists(folder.resolve("vocab.json"))
            && Files.exists(folder.resolve("merges.txt")));
  }

  static BpeTokenizer readFolder(Path folder) {
    Path json = folder.resolve("tokenizer.json");
    if (Files.exists(json)) {
      return readTokenizerJson(json, VocabularyFiles.jsonObject(json));
    }
    if (!canRead(folder)) {
      throw new TokenizerException(
          folder + ": expected tokenizer.json, or vocab.json and merges.txt; found neither");
    }
    return readPair(folder.resolve("vocab.json"), folder.resolve("merges.txt"));
  }

  static BpeTokenizer readTokenizerJson(Path file, JsonNode json) {
    TokenizerJson parsed = TokenizerJson.parse(file, json);
    return build(file, parsed, index -> TokenizerJson.mergePlace(file, index));
  }

  static BpeTokenizer readPair(Path vocabulary, Path merges) {
    TokenizerJson parsed =
        new TokenizerJson(
            TokenizerJson.ids(vocabulary.toString(), VocabularyFiles.jsonObject(vocabulary)),
            MergesFile.parse(
                merges,
                VocabularyFiles.text(merges),
                TokenizerJson.MAX_ID,
                MergesFile.EmptyLast.IGNORED),
            List.of());
    return build(vocabulary, parsed, index -> MergesFile.place(merges.toString(), index));
  }

  private static BpeTokenizer build(Path file, TokenizerJson json, IntFunction<String> place) {
    Map<String, Integer> ids = new HashMap<>(json.ids());
    SpecialTokenConfig config = SpecialTokenConfig.beside(file, json.added());
    Map<String, AddedToken> added = new LinkedHashMap<>();
    config.added().forEach(token -> addListed(file, token, ids, added));
    Set<String> listed = Set.copyOf(added.keySet());
    config.special().values().stream()
        .filter(token -> !listed.contains(token.content()))
        .forEach(token -> addSpecial(token, ids, added));
    var vocabulary =
        new BpeVocabulary(file.toString(), ids, json.merges(), place, ids.get(config.unknown()));
    return new BpeTokenizer(
        vocabulary,
        ids,
        new HuggingFaceSplitter(List.copyOf(added.values())),
        new TokenIds(
            idOf(added, config.start()), idOf(added, config.end()), idOf(added, config.padding())));
  }

  private static void addListed(
      Path file, AddedToken token, Map<String, Integer> ids, Map<String, AddedToken> added) {
    Integer known = ids.get(token.content());
    if (known != null ? known != token.id() : ids.containsValue(token.id())) {
      throw new TokenizerException(
          "%s: added token '%s': expected its id in the vocabulary or one of its own, found %d"
              .formatted(file, token.content(), token.id()));
    }
    ids.put(token.content(), token.id());
    added.put(token.content(), token);
  }

  /** A special token that is neither listed nor a piece takes the next free id. */
  private static void addSpecial(
      AddedToken token, Map<String, Integer> ids, Map<String, AddedToken> added) {
    Integer known = ids.get(token.content());
    int id = known != null ? known : 1 + Collections.max(ids.values());
    ids.put(token.content(), id);
    added.put(token.content(), token.withId(id));
  }

  private static int idOf(Map<String, AddedToken> added, String token) {
    return Objects.requireNonNull(added.get(token), token).id();
  }
}
