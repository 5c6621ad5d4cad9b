package dev.jclip.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BpeTokenizerGoldenTest {
  private static final int UNLIMITED = 1000;
  private static final Path SHARED = Path.of(System.getProperty("jclip.shared", "../../shared"));
  private static final String MOJIBAKE = "âœ” mojibake schÃ¶n";

  private static final BpeTokenizer OPENAI = BpeTokenizer.fromOpenAi(Goldens.merges());
  private static final BpeTokenizer OPEN_CLIP = BpeTokenizer.fromOpenClip(Goldens.merges());
  private static final BpeTokenizer HUGGING_FACE =
      BpeTokenizer.fromHuggingFace(Goldens.huggingFaceFolder());

  static List<Goldens.Golden> goldens() throws IOException {
    return Goldens.all();
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void idsEqualOpenAiClips(Goldens.Golden golden) {
    assertThat(inner(OPENAI, golden.text())).isEqualTo(golden.openAi());
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void idsEqualOpenClips(Goldens.Golden golden) {
    assertThat(inner(OPEN_CLIP, golden.text())).isEqualTo(golden.openClip());
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void idsEqualTransformers(Goldens.Golden golden) {
    assertThat(list(HUGGING_FACE.tokenize(golden.text(), UNLIMITED).ids()))
        .isEqualTo(golden.huggingFace());
  }

  @Test
  void vocabularySizesAndSpecialTokensEqualThePeers() {
    assertThat(OPEN_CLIP.vocabSize()).isEqualTo(700);
    assertThat(OPEN_CLIP.sotToken()).isEqualTo(698);
    assertThat(OPEN_CLIP.eotToken()).isEqualTo(699);
    assertThat(OPEN_CLIP.padToken()).isZero();
    assertThat(HUGGING_FACE.vocabSize()).isEqualTo(700);
    assertThat(HUGGING_FACE.sotToken()).isEqualTo(698);
    assertThat(HUGGING_FACE.eotToken()).isEqualTo(699);
    assertThat(HUGGING_FACE.padToken()).isEqualTo(699);
  }

  @Test
  @EnabledIf("hasShared")
  void publishedVocabularyGivesOpenClipsIds() throws IOException {
    BpeTokenizer tokenizer =
        BpeTokenizer.load(SHARED.resolve("data/clip-bpe/bpe_simple_vocab_16e6.txt.gz"));
    assertThat(tokenizer.vocabSize()).isEqualTo(49408);
    for (JsonNode golden : shared("open_clip.json")) {
      String text = golden.path("text").stringValue();
      if (!text.equals(MOJIBAKE)) {
        assertThat(inner(tokenizer, text)).as(text).isEqualTo(Goldens.ints(golden.path("ids")));
        assertThat(list(tokenizer.tokenize(text, 77).padded(77, tokenizer.padToken())))
            .as(text)
            .isEqualTo(Goldens.ints(golden.path("ids77")));
      }
    }
  }

  @Test
  @EnabledIf("hasShared")
  void publishedVocabularyGivesTransformersIds() throws IOException {
    BpeTokenizer tokenizer = BpeTokenizer.load(SHARED.resolve("data/clip-bpe/hf"));
    assertThat(tokenizer.sotToken()).isEqualTo(49406);
    assertThat(tokenizer.eotToken()).isEqualTo(49407);
    for (JsonNode golden : shared("transformers.json")) {
      String text = golden.path("text").stringValue();
      assertThat(list(tokenizer.tokenize(text, 77).ids()))
          .as(text)
          .isEqualTo(Goldens.ints(golden.path("ids")));
    }
  }

  static boolean hasShared() {
    return Files.isDirectory(SHARED.resolve("golden/tokenizer"));
  }

  private static JsonNode shared(String name) throws IOException {
    String json = Files.readString(SHARED.resolve("golden/tokenizer").resolve(name));
    JsonNode goldens = JsonMapper.builder().build().readTree(json);
    assertThat(goldens).hasSize(30);
    return goldens;
  }

  private static List<Integer> inner(Tokenizer tokenizer, String text) {
    List<Integer> ids = list(tokenizer.tokenize(text, UNLIMITED).ids());
    assertThat(ids.getFirst()).isEqualTo(tokenizer.sotToken());
    assertThat(ids.getLast()).isEqualTo(tokenizer.eotToken());
    return ids.subList(1, ids.size() - 1);
  }

  private static List<Integer> list(int[] ids) {
    return IntStream.of(ids).boxed().toList();
  }
}
