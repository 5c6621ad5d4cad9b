package dev.jclip.tokenizer.sentencepiece;

import dev.jclip.tokenizer.TextCleaning;
import dev.jclip.tokenizer.Tokenizer;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The small vocabularies that make_sentencepiece_goldens.py has trained. */
final class Goldens {
  private Goldens() {}

  static Path folder(String name) {
    try {
      URL model = Objects.requireNonNull(Goldens.class.getResource("siglip/spiece.model"));
      return Path.of(model.toURI()).resolve("../..").normalize().resolve(name);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the tokenizer of a file without what stands beside it. */
  static Tokenizer alone(Path file) throws IOException {
    Path folder = Files.createTempDirectory("tokenizer");
    Path copy = Files.copy(file, folder.resolve(file.getFileName()));
    try {
      return SentencePieceTokenizer.load(copy, TextCleaning.AS_WRITTEN);
    } finally {
      Files.delete(copy);
      Files.delete(folder);
    }
  }

  static Path modelIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".model")).findFirst().orElseThrow();
    }
  }

  static List<Integer> list(int[] ids) {
    return Arrays.stream(ids).boxed().toList();
  }
}
