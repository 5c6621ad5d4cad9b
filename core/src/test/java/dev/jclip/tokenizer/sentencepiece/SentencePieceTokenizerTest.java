package dev.jclip.tokenizer.sentencepiece;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.error.TokenizerException;
import dev.jclip.tokenizer.TextCleaning;
import dev.jclip.tokenizer.TokenizedText;
import dev.jclip.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SentencePieceTokenizerTest {
  private static Tokenizer golden(String folder) {
    return SentencePieceTokenizer.load(Goldens.folder(folder), TextCleaning.AS_WRITTEN);
  }

  @Test
  void siglipPadsWithItsEndAndSiglip2WithItsPadding() {
    Tokenizer siglip = golden("siglip");
    assertThat(siglip.sotToken()).isEqualTo(Tokenizer.NO_TOKEN);
    assertThat(siglip.eotToken()).isEqualTo(1);
    assertThat(siglip.padToken()).isEqualTo(1);
    assertThat(siglip.vocabSize()).isEqualTo(500);
    Tokenizer siglip2 = golden("gemma");
    assertThat(siglip2.sotToken()).isEqualTo(Tokenizer.NO_TOKEN);
    assertThat(siglip2.eotToken()).isEqualTo(1);
    assertThat(siglip2.padToken()).isZero();
    assertThat(siglip2.vocabSize()).isEqualTo(700);
  }

  @Test
  void longTextsAreCutAndKeepTheirEnd() {
    TokenizedText cut = golden("gemma").tokenize("a photo of a cat and a dog", 4);
    assertThat(cut.ids()).hasSize(4).endsWith(1);
    assertThat(cut.truncated()).isTrue();
    assertThat(cut.tokenCount())
        .isEqualTo(golden("gemma").tokenize("a photo of a cat and a dog", 64).ids().length);
    assertThatIllegalArgumentException().isThrownBy(() -> golden("gemma").tokenize("a", 1));
  }

  @Test
  void idsAreDecodedToTheirText() {
    Tokenizer siglip2 = golden("gemma");
    String text = "a photo of 2 cats, 日本\ud83d\ude00";
    assertThat(siglip2.decode(siglip2.tokenize(text, 64).ids())).isEqualTo(text);
    Tokenizer siglip = golden("siglip");
    assertThat(siglip.decode(siglip.tokenize("A photo, of two CATS!", 64).ids()))
        .isEqualTo("a photo of two cats");
    assertThatIllegalArgumentException().isThrownBy(() -> siglip.decode(500));
    assertThatIllegalArgumentException().isThrownBy(() -> siglip.pieces(-1));
  }

  @Test
  void surrogatesWithoutPartnerCountAsReplacementCharacters() {
    for (String folder : List.of("siglip", "gemma", "t5")) {
      assertThat(golden(folder).tokenize("a \ud800 b\udc00", 64).ids())
          .isEqualTo(golden(folder).tokenize("a \ufffd b\ufffd", 64).ids());
    }
  }

  @Test
  void fingerprintsTellVocabulariesAndCleaningsApart() {
    Path gemma = Goldens.folder("gemma");
    assertThat(golden("gemma").fingerprint()).isEqualTo(golden("gemma").fingerprint());
    assertThat(
            List.of(
                golden("gemma").fingerprint(),
                golden("gemma-model").fingerprint(),
                golden("siglip").fingerprint(),
                golden("t5").fingerprint(),
                SentencePieceTokenizer.load(gemma, TextCleaning.CANONICALIZE).fingerprint()))
        .doesNotHaveDuplicates();
  }

  @Test
  void filesAreRecognisedByTheirContent(@TempDir Path folder) throws IOException {
    for (String kind : List.of("siglip", "gemma", "gemma-model", "t5")) {
      assertThat(SentencePieceTokenizer.isPresent(Goldens.folder(kind))).as(kind).isTrue();
    }
    assertThat(SentencePieceTokenizer.isPresent(Goldens.folder("../hf"))).isFalse();
    assertThat(SentencePieceTokenizer.isPresent(Goldens.folder("../bpe_tiny.txt.gz"))).isFalse();
    assertThat(SentencePieceTokenizer.isPresent(folder)).isFalse();
    Files.writeString(folder.resolve("tokenizer.json"), "{\"model\": {\"type\": \"Uni");
    assertThat(SentencePieceTokenizer.isPresent(folder)).isFalse();
  }

  @Test
  void theClassSaysWhichOfTwoFilesCounts(@TempDir Path folder) throws IOException {
    Files.copy(Goldens.folder("siglip/spiece.model"), folder.resolve("spiece.model"));
    Files.copy(Goldens.folder("gemma/tokenizer.json"), folder.resolve("tokenizer.json"));
    config(folder, "SiglipTokenizer", "");
    assertThat(load(folder).vocabSize()).isEqualTo(500);
    config(folder, "GemmaTokenizer", "");
    assertThat(load(folder).vocabSize()).isEqualTo(700);
    Files.delete(folder.resolve("tokenizer_config.json"));
    assertThat(load(folder).vocabSize()).isEqualTo(700);
    Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"siglip\"}");
    assertThat(load(folder).vocabSize()).isEqualTo(500);
  }

  @Test
  void theClassSaysWhetherTextIsLowered(@TempDir Path folder) throws IOException {
    Files.copy(Goldens.folder("gemma/tokenizer.json"), folder.resolve("tokenizer.json"));
    config(folder, "GemmaTokenizer", "");
    assertThat(ids(folder, "A CAT")).isNotEqualTo(ids(folder, "a cat"));
    config(folder, "Siglip2Tokenizer", "");
    assertThat(ids(folder, "A CAT")).isEqualTo(ids(folder, "a cat"));
    Files.copy(Goldens.folder("siglip/spiece.model"), folder.resolve("spiece.model"));
    config(folder, "SiglipTokenizer", ", \"do_lower_case\": false");
    assertThat(ids(folder, "A CAT")).isNotEqualTo(ids(folder, "a cat"));
  }

  @Test
  void addedTokensAreFoundWithTheSpaceThatBelongsToThem(@TempDir Path folder) throws IOException {
    Files.copy(Goldens.folder("gemma/tokenizer.json"), folder.resolve("tokenizer.json"));
    String token = "\"700\": {\"content\": \"<x>\", \"normalized\": false, \"lstrip\": true}";
    config(folder, "GemmaTokenizer", ", \"added_tokens_decoder\": {" + token + "}");
    List<Integer> ids = ids(folder, "cat  <x>dog");
    assertThat(ids).contains(700);
    assertThat(ids.subList(0, ids.indexOf(700))).isEqualTo(withoutEnd(ids(folder, "cat")));
    config(
        folder,
        "GemmaTokenizer",
        ", \"added_tokens_decoder\": {" + token.replace("700", "9") + "}");
    assertThatThrownBy(() -> load(folder))
        .isInstanceOf(TokenizerException.class)
        .hasMessageContaining("same id 9");
  }

  @Test
  void paddingOnTheLeftIsRefused(@TempDir Path folder) throws IOException {
    Files.copy(Goldens.folder("gemma/tokenizer.json"), folder.resolve("tokenizer.json"));
    config(folder, "GemmaTokenizer", ", \"padding_side\": \"left\"");
    assertThatThrownBy(() -> load(folder))
        .isInstanceOf(TokenizerException.class)
        .hasMessageContaining("padding_side");
  }

  @Test
  void mergesBeforeTheVocabularyAreReadToo(@TempDir Path folder) throws IOException {
    String json = Files.readString(Goldens.folder("gemma/tokenizer.json"));
    int vocabulary = json.indexOf("\"vocab\":");
    int merges = json.indexOf("\"merges\":");
    String turned =
        json.substring(0, vocabulary)
            + json.substring(merges, json.lastIndexOf(']') + 1)
            + ","
            + json.substring(vocabulary, json.lastIndexOf(',', merges))
            + "}}";
    Files.writeString(folder.resolve("tokenizer.json"), turned);
    config(folder, "Siglip2Tokenizer", "");
    assertThat(ids(folder, "A photo of two cats"))
        .isEqualTo(Goldens.list(golden("gemma").tokenize("A photo of two cats", 64).ids()));
  }

  @Test
  void manyThreadsGetTheSameIds() {
    Tokenizer tokenizer = golden("gemma");
    List<String> texts =
        IntStream.range(0, 200).mapToObj(i -> "a photo of " + i + " cats").toList();
    List<TokenizedText> alone = texts.stream().map(text -> tokenizer.tokenize(text, 64)).toList();
    assertThat(texts.parallelStream().map(text -> tokenizer.tokenize(text, 64)).toList())
        .isEqualTo(alone);
  }

  @Test
  void aTextOfAMillionCharactersIsDividedWhole() {
    String text = String.join("", Collections.nCopies(100_000, "photograph"));
    for (String folder : List.of("siglip", "gemma", "t5")) {
      int[] ids = golden(folder).tokenize(text, Integer.MAX_VALUE).ids();
      assertThat(ids.length).as(folder).isBetween(100_000, 1_000_001);
    }
  }

  private static void config(Path folder, String tokenizerClass, String more) throws IOException {
    Files.writeString(
        folder.resolve("tokenizer_config.json"),
        "{\"tokenizer_class\": \"%s\"%s}".formatted(tokenizerClass, more));
  }

  private static Tokenizer load(Path folder) {
    return SentencePieceTokenizer.load(folder, TextCleaning.AS_WRITTEN);
  }

  private static List<Integer> ids(Path folder, String text) {
    return Goldens.list(load(folder).tokenize(text, 64).ids());
  }

  private static List<Integer> withoutEnd(List<Integer> ids) {
    return ids.subList(0, ids.size() - 1);
  }
}
