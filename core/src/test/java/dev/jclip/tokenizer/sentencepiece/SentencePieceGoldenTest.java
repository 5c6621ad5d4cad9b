package dev.jclip.tokenizer.sentencepiece;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.tokenizer.TextCleaning;
import dev.jclip.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The ids of the reference tokenizers, which make_sentencepiece_goldens.py has computed. With the
 * property {@code jclip.sentencepiece} the folder that its {@code large} has made is read too.
 */
class SentencePieceGoldenTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int UNLIMITED = 1 << 20;
  private static final int CONTEXT = 64;

  static List<Path> folders() throws IOException {
    var folders = new ArrayList<>(folders(Goldens.folder("")));
    String large = System.getProperty("jclip.sentencepiece");
    if (large != null) {
      folders.addAll(folders(Path.of(large)));
    }
    return folders;
  }

  private static List<Path> folders(Path root) throws IOException {
    try (Stream<Path> files = Files.list(root)) {
      return files.filter(file -> Files.exists(file.resolve("expected.jsonl"))).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void idsEqualTheReferences(Path folder) throws IOException {
    List<JsonNode> rows =
        Files.readAllLines(folder.resolve("expected.jsonl")).stream().map(JSON::readTree).toList();
    for (String peer : rows.getFirst().propertyNames()) {
      if (!peer.equals("text")) {
        Function<String, List<Integer>> ids = ids(folder, peer);
        for (JsonNode row : rows.stream().filter(row -> row.has(peer)).toList()) {
          String text = row.path("text").stringValue();
          assertThat(ids.apply(text).toString())
              .as("%s of %s for '%s'", peer, folder, text)
              .isEqualTo(row.path(peer).valueStream().map(JsonNode::intValue).toList().toString());
        }
      }
    }
  }

  private static Function<String, List<Integer>> ids(Path folder, String peer) throws IOException {
    return switch (peer) {
      case "folder" -> whole(SentencePieceTokenizer.load(folder, TextCleaning.AS_WRITTEN));
      case "folder64" -> padded(SentencePieceTokenizer.load(folder, TextCleaning.AS_WRITTEN));
      case "canonicalize64" ->
          padded(SentencePieceTokenizer.load(folder, TextCleaning.CANONICALIZE));
      case "json" -> whole(Goldens.alone(folder.resolve("tokenizer.json")));
      case "model" -> plain(Goldens.modelIn(folder));
      default -> throw new IllegalArgumentException(peer);
    };
  }

  private static Function<String, List<Integer>> whole(Tokenizer tokenizer) {
    return text -> Goldens.list(tokenizer.tokenize(text, UNLIMITED).ids());
  }

  private static Function<String, List<Integer>> padded(Tokenizer tokenizer) {
    return text ->
        Goldens.list(tokenizer.tokenize(text, CONTEXT).padded(CONTEXT, tokenizer.padToken()));
  }

  private static Function<String, List<Integer>> plain(Path file) throws IOException {
    SentencePieceModel model = SentencePieceModel.parse(file.toString(), Files.readAllBytes(file));
    var vocabulary = new Vocabulary(file.toString());
    for (SentencePieceModel.Piece piece : model.pieces()) {
      vocabulary.addNext(piece.text());
    }
    SentencePieceEncoder encoder = SentencePieceEncoder.of(model, vocabulary);
    return text -> {
      var ids = new ArrayList<Integer>();
      encoder.encode(text, ids::add);
      return ids;
    };
  }
}
