package dev.jclip.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.error.TokenizerException;
import dev.jclip.tokenizer.parts.VocabularyFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files as people have them, whole and damaged. */
@Tag("slow")
class VocabularyFormatTest {
  @TempDir private Path folder;
  private Path hf;

  @BeforeEach
  void copyVocabulary() throws IOException {
    hf = Files.createDirectory(folder.resolve("hf"));
    try (var files = Files.list(Goldens.huggingFaceFolder())) {
      for (Path file : files.toList()) {
        Files.copy(file, hf.resolve(file.getFileName().toString()));
      }
    }
  }

  @Test
  void plainTextReadsLikeGzip() throws IOException {
    Path plain = folder.resolve("bpe_tiny.txt");
    Files.writeString(plain, VocabularyFiles.text(Goldens.merges()));
    assertSame(BpeTokenizer.fromOpenClip(plain), BpeTokenizer.fromOpenClip(Goldens.merges()));
    assertSame(BpeTokenizer.load(folder), BpeTokenizer.fromOpenClip(Goldens.merges()));
  }

  /** open_clip splits at newlines, so that the text after the last one is a piece. */
  @Test
  void anEmptyLastLineTakesAnIdAsInTheReference() throws IOException {
    Path file = folder.resolve("bpe.txt");
    Files.writeString(file, VocabularyFiles.text(Goldens.merges()) + "\n");
    Tokenizer tokenizer = BpeTokenizer.fromOpenClip(file);
    assertThat(tokenizer.vocabSize()).isEqualTo(701);
    assertThat(tokenizer.sotToken()).isEqualTo(699);
    assertThat(tokenizer.eotToken()).isEqualTo(700);
  }

  @Test
  void onlyTheReferencesNumberOfMergesIsRead() throws IOException {
    StringBuilder text = new StringBuilder("#version: 0.2\n");
    String[] symbols = ByteAlphabet.pieces().subList(0, 256).toArray(String[]::new);
    for (int i = 0; i < 48894; i++) {
      text.append(symbols[i / 256]).append(' ').append(symbols[i % 256]).append('\n');
    }
    Path file = Files.writeString(folder.resolve("long.txt"), text + "not a merge at all\n");
    assertThat(BpeTokenizer.load(file).vocabSize()).isEqualTo(49408);
  }

  @Test
  void vocabularyAndMergesReadLikeTokenizerJson() throws IOException {
    BpeTokenizer whole = BpeTokenizer.load(hf);
    assertSame(BpeTokenizer.load(hf.resolve("tokenizer.json")), whole);
    Files.delete(hf.resolve("tokenizer.json"));
    assertSame(BpeTokenizer.load(hf), whole);
    assertSame(BpeTokenizer.load(hf.resolve("vocab.json")), whole);
    assertSame(BpeTokenizer.load(hf.resolve("merges.txt")), whole);
    Files.delete(hf.resolve("tokenizer_config.json"));
    Files.delete(hf.resolve("special_tokens_map.json"));
    assertSame(BpeTokenizer.load(hf), whole);
  }

  /** Checked against transformers: a pad token named in the configuration becomes a token. */
  @Test
  void aPadTokenOfItsOwnIsFoundInTexts() throws IOException {
    replace("tokenizer_config.json", "\"pad_token\":\"<|endoftext|>\"", "\"pad_token\":\"!\"");
    Files.delete(hf.resolve("special_tokens_map.json"));
    Tokenizer tokenizer = BpeTokenizer.load(hf);
    assertThat(tokenizer.padToken()).isZero();
    assertThat(tokenizer.tokenize("fox!", 77).ids()).containsSequence(0, tokenizer.eotToken());
  }

  @Test
  void aNormalizedTokenIsFoundInTheCleanedText() throws IOException {
    Files.delete(hf.resolve("special_tokens_map.json"));
    replace("tokenizer.json", "\"normalized\":false", "\"normalized\":true");
    Tokenizer tokenizer = BpeTokenizer.load(hf);
    assertThat(tokenizer.tokenize("<|EndOfText|>", 77).ids())
        .containsExactly(tokenizer.sotToken(), tokenizer.eotToken(), tokenizer.eotToken());
  }

  @Test
  void specialTokensThatTheVocabularyLacksComeAfterIt() throws IOException {
    Files.delete(hf.resolve("tokenizer.json"));
    replace("vocab.json", "<|startoftext|>", "<start_of_text>");
    replace("vocab.json", "<|endoftext|>", "<end_of_text>");
    Tokenizer tokenizer = BpeTokenizer.load(hf);
    assertThat(tokenizer.sotToken()).isEqualTo(700);
    assertThat(tokenizer.eotToken()).isEqualTo(701);
    assertThat(tokenizer.vocabSize()).isEqualTo(702);
  }

  @Test
  void bytesOutsideTheVocabularyBecomeTheUnknownToken() throws IOException {
    Files.delete(hf.resolve("tokenizer.json"));
    replace("vocab.json", "\"~</w>\":", "\"~~~</w>\":");
    Tokenizer tokenizer = BpeTokenizer.load(hf);
    assertThat(tokenizer.tokenize("~", 77).ids())
        .containsExactly(tokenizer.sotToken(), tokenizer.eotToken(), tokenizer.eotToken());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '^',
      value = {
        "{\"type\":\"BPE\"^{\"type\":\"WordPiece\"^model.type: expected BPE, found \"WordPiece\"",
        "{\"type\":\"BPE\"^{\"type\":\"Unigram\"^model.type: expected BPE, found \"Unigram\"",
        "\"end_of_word_suffix\":\"</w>\"^\"end_of_word_suffix\":\"\"^model.end_of_word_suffix",
        "\"continuing_subword_prefix\":\"\"^\"continuing_subword_prefix\":\"##\"^subword_prefix",
        "\"byte_fallback\":false^\"byte_fallback\":true^model.byte_fallback: expected false",
        "\"dropout\":null^\"dropout\":0.1^model.dropout: expected none, found 0.1",
        "{\"type\":\"NFC\"}^{\"type\":\"NFKC\"}^normalizer: expected NFC",
        "\"add_prefix_space\":false}]^\"add_prefix_space\":true}]^pre_tokenizer: expected CLIP's",
        "\"invert\":true^\"invert\":false^pre_tokenizer: expected CLIP's",
        "\"merges\":[\"t h\"^\"merges\":[\"t h h\"^model.merges[0]: expected two pieces",
        "\"merges\":[\"t h\"^\"merges\":[\"t q\"^model.merges[0]: the merge names 'tq'",
        "\"merges\":[\"t h\"^\"merges\":[\"t h\",\"t h\"^model.merges[1]: the merge of 't' and 'h'",
        "\"!\":0^\"!\":1^model.vocab: '!' and '\"' have the same id 1",
        "\"!\":0^\"!\":-1^model.vocab['!']: expected an id from 0 to 1048575, found -1",
        "\"!\":0^\"!\":9999999999^expected an id from 0 to 1048575, found 9999999999",
        "\"!\":0^\"!\":\"x\"^model.vocab['!']: expected an id",
        "\"!\":0,^\"!\":0,\"!\":0,^Duplicate",
        "\"id\":698^\"id\":5^added token '<|startoftext|>': expected its id in the vocabulary",
        "\"content\":\"<|startoftext|>\"^\"content\":\"\"^added_tokens[0].content: expected the",
      })
  void anotherKindOfTokenizerJsonIsNamed(String from, String to, String message)
      throws IOException {
    replace("tokenizer.json", from, to);
    assertFails(hf, "tokenizer.json", message);
  }

  @Test
  void damagedPairsAreNamed() throws IOException {
    Files.delete(hf.resolve("tokenizer.json"));
    replace("merges.txt", "#version: 0.2\n", "");
    assertFails(hf, "merges.txt", "line 1: expected a header with '#version'");
    Files.writeString(hf.resolve("merges.txt"), "#version: 0.2\nt h\n\nth e</w>\n");
    assertFails(hf, "merges.txt", "line 3: expected two pieces, found an empty line");
    Files.writeString(hf.resolve("merges.txt"), "#version: 0.2\nt h\nq q\n");
    assertFails(hf, "merges.txt", "line 3: the merge names 'qq', which is not in the vocabulary");
    Files.writeString(hf.resolve("merges.txt"), "#version: 0.2\n");
    assertFails(hf, "merges.txt", "expected merges after the header");
    Files.delete(hf.resolve("merges.txt"));
    assertFails(hf.resolve("vocab.json"), "merges.txt", "no such file");
  }

  @Test
  void damagedMergesAreNamed() throws IOException {
    Path file = folder.resolve("bpe.txt.gz");
    byte[] whole = Files.readAllBytes(Goldens.merges());
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    assertFails(file, "bpe.txt.gz", "expected a whole gzip file");
    Files.write(file, new byte[0]);
    assertFails(file, "bpe.txt.gz", "the file is empty");
    Files.write(file, new byte[] {'#', (byte) 0xff, (byte) 0xfe});
    assertFails(file, "bpe.txt.gz", "expected UTF-8 text");
    Files.writeString(file, "hello");
    assertFails(file, "bpe.txt.gz", "expected a tokenizer.json, a vocab.json or a list of merges");
    Files.writeString(file, "#version: 0.2\na b\nab cd\n");
    assertFails(file, "bpe.txt.gz", "line 3: the merge names 'cd'");
    Files.writeString(file, "#version: 0.2\na b\na b\n");
    assertFails(file, "bpe.txt.gz", "line 3: the merge makes 'ab', which is a piece already");
    assertFails(folder.resolve("none.txt"), "none.txt", "no such file");
  }

  @Test
  void inflationIsBounded() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      byte[] block = new byte[1 << 20];
      for (int i = 0; i < 40; i++) {
        gzip.write(block);
      }
    }
    Path bomb = Files.write(folder.resolve("bomb.txt.gz"), bytes.toByteArray());
    assertThat(Files.size(bomb)).isLessThan(100_000);
    assertFails(bomb, "bomb.txt.gz", "expected at most 33,554,432 bytes");
  }

  @Test
  void jsonIsBounded() throws IOException {
    Path file = folder.resolve("tokenizer.json");
    Files.writeString(file, "{\"a\":" + "[".repeat(100_000));
    assertFails(file, "tokenizer.json", "expected JSON, found an error", "depth");
    Files.writeString(file, "{\"a\":[" + "1,".repeat(3_100_000) + "1]}");
    assertFails(file, "tokenizer.json", "expected JSON, found an error", "Token count");
    Files.writeString(file, "{\"a\":1} trailing");
    assertFails(file, "tokenizer.json", "expected JSON, found an error");
    Files.writeString(file, "[]");
    assertFails(folder, "tokenizer.json", "expected a JSON object, found ARRAY");
    Files.writeString(file, "{\"model\":null}");
    assertFails(file, "tokenizer.json", "model.end_of_word_suffix");
    Files.writeString(file, "{}");
    assertFails(folder, "tokenizer.json", "model.end_of_word_suffix");
  }

  @Test
  void aFolderWithoutVocabularySaysWhatItLacks() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertFails(empty, "empty", "expected tokenizer.json, vocab.json with merges.txt, or one");
    Files.writeString(empty.resolve("vocab.json"), "{}");
    assertThatThrownBy(() -> BpeTokenizer.fromHuggingFace(empty))
        .isInstanceOf(TokenizerException.class)
        .hasMessageContaining("expected tokenizer.json, or vocab.json and merges.txt");
  }

  private void replace(String name, String from, String to) throws IOException {
    Path file = hf.resolve(name);
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }

  private static void assertFails(Path path, String... messages) {
    assertThatThrownBy(() -> BpeTokenizer.load(path))
        .isInstanceOf(TokenizerException.class)
        .message()
        .contains(messages);
  }

  private static void assertSame(Tokenizer actual, Tokenizer expected) {
    assertThat(actual.vocabSize()).isEqualTo(expected.vocabSize());
    assertThat(actual.padToken()).isEqualTo(expected.padToken());
    String text = "A red fox's 3 naïve lanterns! 日本の茶 🎉 &amp; ﬁ";
    assertThat(actual.tokenize(text, 77)).isEqualTo(expected.tokenize(text, 77));
  }
}
