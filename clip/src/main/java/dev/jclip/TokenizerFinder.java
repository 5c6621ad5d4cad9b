package dev.jclip;

import dev.jclip.config.TextConfig;
import dev.jclip.error.MissingVocabularyException;
import dev.jclip.error.TokenizerException;
import dev.jclip.hub.ModelHub;
import dev.jclip.model.Vocabularies;
import dev.jclip.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Finds a checkpoint's vocabulary: where the caller says, beside the weights, or in the hub's
 * cache. Its texts are cleaned as the peer of the checkpoint's layout cleans them.
 */
final class TokenizerFinder {
  private final Vocabularies vocabularies;
  private final Path folder;
  private final TextConfig text;
  private final Supplier<ModelHub> hub;

  TokenizerFinder(Vocabularies vocabularies, Path folder, TextConfig text, Supplier<ModelHub> hub) {
    this.vocabularies = vocabularies;
    this.folder = folder;
    this.text = text;
    this.hub = hub;
  }

  Tokenizer find(Optional<Path> named) {
    Path source = named.or(this::besideWeights).or(this::inHubCache).orElseThrow(this::missing);
    Tokenizer tokenizer = vocabularies.read(source);
    vocabularies.check(tokenizer, text, source);
    return tokenizer;
  }

  private Optional<Path> besideWeights() {
    return list(folder).stream().anyMatch(this::isVocabulary)
        ? Optional.of(folder)
        : Optional.empty();
  }

  private boolean isVocabulary(Path file) {
    return vocabularies.isVocabulary(file.getFileName().toString());
  }

  private Optional<Path> inHubCache() {
    return vocabularies.publishedHolder(text).flatMap(holder -> hub.get().findCached(holder));
  }

  private MissingVocabularyException missing() {
    String below =
        list(folder).stream()
            .filter(Files::isDirectory)
            .filter(sub -> list(sub).stream().anyMatch(this::isVocabulary))
            .findFirst()
            .map(sub -> "; there is one in %s".formatted(sub))
            .orElse("");
    List<String> holders = vocabularies.holders();
    return new MissingVocabularyException(
        "%s: no vocabulary beside the weights (%s)%s; name a vocabulary's file, or download %s, whose files hold the published one"
            .formatted(folder, vocabularies.expectedFiles(), below, String.join(" or ", holders)),
        holders);
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new TokenizerException(folder + ": cannot be listed: " + e.getMessage(), e);
    }
  }
}
