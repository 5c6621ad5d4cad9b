package dev.jclip.tokenizer.sentencepiece;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.error.TokenizerException;
import dev.jclip.tokenizer.TextCleaning;
import dev.jclip.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Damaged files give a tokenizer or a {@link TokenizerException}, and nothing else. */
@Tag("slow")
class SentencePieceFuzzTest {
  private static final int TRIES = Integer.getInteger("jclip.fuzz.tries", 300);
  private static final String TEXT =
      "A photo of </s> <eos> 日本 \ud83d\ude00 ﬁ\u00a0e\u0301 ▁x\u0000";
  private static final String[] SNIPPETS = {
    "{", "}", "[", "]", "\"", ",", ":", "null", "-1", "1e999", "\u0000", "▁", "\n", "99999999"
  };

  @ParameterizedTest
  @CsvSource({
    "siglip, spiece.model",
    "siglip, tokenizer_config.json",
    "gemma-model, tokenizer.model",
    "gemma, tokenizer.json",
    "gemma, tokenizer_config.json",
    "t5, tokenizer.json"
  })
  void damageIsAnswered(String kind, String name, @TempDir Path folder) throws IOException {
    Path from = Goldens.folder(kind);
    for (String file :
        new String[] {
          "spiece.model", "tokenizer.model", "tokenizer.json", "tokenizer_config.json"
        }) {
      if (Files.exists(from.resolve(file))) {
        Files.copy(from.resolve(file), folder.resolve(file));
      }
    }
    byte[] whole = Files.readAllBytes(from.resolve(name));
    Random random = new Random(name.hashCode());
    int refused = 0;
    for (int i = 0; i < TRIES; i++) {
      Files.write(folder.resolve(name), damaged(whole, random));
      try {
        Tokenizer tokenizer = SentencePieceTokenizer.load(folder, TextCleaning.AS_WRITTEN);
        int[] ids = tokenizer.tokenize(TEXT, 64).ids();
        assertThat(tokenizer.pieces(ids)).hasSameSizeAs(ids);
        assertThat(tokenizer.decode(ids)).isNotNull();
      } catch (TokenizerException e) {
        assertThat(e).message().contains(folder.toString());
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(TRIES / 20);
  }

  @Test
  void lengthsAreCheckedBeforeAnythingIsAllocatedByThem(@TempDir Path folder) throws IOException {
    // Field 1 with a length of 2 GB; then a character map whose array would have 4 GB.
    assertRefused(folder, new byte[] {0x0a, -1, -1, -1, -1, 7, 0x0a}, "field 1");
    byte[] map = {0x1a, 6, 0x12, 4, -1, -1, -1, -1};
    byte[] piece = {0x0a, 5, 0x0a, 1, 'a', 0x18, 2};
    byte[] both = Arrays.copyOf(piece, piece.length + map.length);
    System.arraycopy(map, 0, both, piece.length, map.length);
    assertRefused(folder, both, "normalizer_spec.precompiled_charsmap");
  }

  @Test
  void stepsThatMakeTextsGrowWithoutBoundAreRefused(@TempDir Path folder) throws IOException {
    String json = Files.readString(Goldens.folder("gemma/tokenizer.json"));
    String long17 = "\"content\": \"" + "x".repeat(17) + "\"";
    Path file = folder.resolve("tokenizer.json");
    Files.writeString(file, json.replace("\"content\": \"▁\"", long17));
    assertThatThrownBy(() -> SentencePieceTokenizer.load(folder, TextCleaning.AS_WRITTEN))
        .isInstanceOf(TokenizerException.class)
        .hasMessageContaining(file + ": normalizer.content");
  }

  private static void assertRefused(Path folder, byte[] model, String field) throws IOException {
    Path file = Files.write(folder.resolve("tokenizer.model"), model);
    try {
      SentencePieceTokenizer.load(folder, TextCleaning.AS_WRITTEN);
      throw new AssertionError("expected the file to be refused");
    } catch (TokenizerException e) {
      assertThat(e).message().contains(file.toString()).contains(field);
    }
  }

  private static byte[] damaged(byte[] whole, Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> Arrays.copyOf(whole, random.nextInt(whole.length));
      case 1 -> flipped(whole, random);
      case 2 -> spliced(whole, random, bytes(random));
      default -> spliced(whole, random, slice(whole, random));
    };
  }

  private static byte[] flipped(byte[] whole, Random random) {
    byte[] damaged = whole.clone();
    for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return damaged;
  }

  private static byte[] bytes(Random random) {
    return SNIPPETS[random.nextInt(SNIPPETS.length)].getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] slice(byte[] whole, Random random) {
    int start = random.nextInt(whole.length);
    return Arrays.copyOfRange(whole, start, Math.min(whole.length, start + random.nextInt(64)));
  }

  private static byte[] spliced(byte[] whole, Random random, byte[] part) {
    int at = random.nextInt(whole.length);
    byte[] damaged = Arrays.copyOf(whole, whole.length + part.length);
    System.arraycopy(whole, at, damaged, at + part.length, whole.length - at);
    System.arraycopy(part, 0, damaged, at, part.length);
    return damaged;
  }
}
