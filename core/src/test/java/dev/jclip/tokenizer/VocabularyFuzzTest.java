package dev.jclip.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.error.TokenizerException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged files give a tokenizer or a {@link TokenizerException}, and nothing else. */
@Tag("slow")
class VocabularyFuzzTest {
  private static final int TRIES = Integer.getInteger("jclip.fuzz.tries", 300);
  private static final String[] SNIPPETS = {
    "{", "}", "[", "]", "\"", ",", ":", "null", "-1", "1e999", "\u0000", "\ud83c\udf89", "\n", " "
  };

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../bpe_tiny.txt.gz",
        "merges.txt",
        "vocab.json",
        "tokenizer.json",
        "tokenizer_config.json",
        "special_tokens_map.json"
      })
  void damageIsAnswered(String name, @TempDir Path folder) throws IOException {
    byte[] whole = Files.readAllBytes(Goldens.huggingFaceFolder().resolve(name));
    Path target = copy(name, folder);
    Random random = new Random(name.hashCode());
    int refused = 0;
    for (int i = 0; i < TRIES; i++) {
      Files.write(target, damaged(whole, random));
      try {
        Tokenizer tokenizer = BpeTokenizer.load(name.contains("bpe") ? target : folder);
        int[] ids = tokenizer.tokenize("a <|endoftext|> photo! 日本", 77).ids();
        assertThat(tokenizer.pieces(ids)).hasSameSizeAs(ids);
      } catch (TokenizerException e) {
        assertThat(e).message().contains(folder.toString());
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(TRIES / 10);
  }

  private static Path copy(String name, Path folder) throws IOException {
    if (name.contains("bpe")) {
      return folder.resolve("bpe_tiny.txt.gz");
    }
    for (String file :
        new String[] {
          "merges.txt", "vocab.json", "tokenizer_config.json", "special_tokens_map.json"
        }) {
      Files.copy(Goldens.huggingFaceFolder().resolve(file), folder.resolve(file));
    }
    return folder.resolve(name);
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
