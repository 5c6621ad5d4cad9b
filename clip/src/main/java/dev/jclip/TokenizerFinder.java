package dev.jclip;

import dev.jclip.checkpoint.Layout;
import dev.jclip.config.TextConfig;
import dev.jclip.config.TextPooling;
import dev.jclip.error.TokenizerException;
import dev.jclip.hub.ModelHub;
import dev.jclip.tokenizer.BpeTokenizer;
import dev.jclip.tokenizer.TextCleaning;
import dev.jclip.tokenizer.Tokenizer;
import dev.jclip.tokenizer.sentencepiece.SentencePieceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds a checkpoint's vocabulary: where the caller says, beside the weights, or in the hub's
 * cache. Its texts are cleaned as the peer of the checkpoint's layout cleans them.
 */
final class TokenizerFinder {
  private static final Logger LOG = LoggerFactory.getLogger(TokenizerFinder.class);

  /** A published checkpoint whose files hold CLIP's own vocabulary. */
  private static final String HOLDER = "openai/clip-vit-base-patch32";

  private static final int PUBLISHED_SIZE = 49_408;

  private final Layout layout;
  private final Path folder;
  private final TextConfig text;
  private final Supplier<ModelHub> hub;

  TokenizerFinder(Layout layout, Path folder, TextConfig text, Supplier<ModelHub> hub) {
    this.layout = layout;
    this.folder = folder;
    this.text = text;
    this.hub = hub;
  }

  Tokenizer find(Optional<Path> named) {
    Path source = named.or(this::besideWeights).or(this::inHubCache).orElseThrow(this::missing);
    Tokenizer tokenizer = read(source);
    check(tokenizer, source);
    return tokenizer;
  }

  private Optional<Path> besideWeights() {
    return list(folder).stream().anyMatch(TokenizerFinder::isVocabulary)
        ? Optional.of(folder)
        : Optional.empty();
  }

  private static boolean isVocabulary(Path file) {
    String name = file.getFileName().toString();
    return name.equals("tokenizer.json")
        || name.equals("vocab.json")
        || isMerges(file)
        || (name.endsWith(".model") && SentencePieceTokenizer.isPresent(file));
  }

  private static boolean isMerges(Path file) {
    String name = file.getFileName().toString();
    return name.equals("merges.txt") || (name.startsWith("bpe_") && name.contains(".txt"));
  }

  private Optional<Path> inHubCache() {
    return text.vocabSize() == PUBLISHED_SIZE ? hub.get().findCached(HOLDER) : Optional.empty();
  }

  private TokenizerException missing() {
    String below =
        list(folder).stream()
            .filter(Files::isDirectory)
            .filter(sub -> list(sub).stream().anyMatch(TokenizerFinder::isVocabulary))
            .findFirst()
            .map(sub -> "; there is one in %s".formatted(sub))
            .orElse("");
    return new TokenizerException(
        "%s: no vocabulary beside the weights (tokenizer.json, vocab.json with merges.txt, bpe_simple_vocab_16e6.txt.gz, spiece.model, or tokenizer.model)%s. Name one with --tokenizer, or run `jclip pull %s` once, whose files hold CLIP's own"
            .formatted(folder, below, HOLDER));
  }

  private Tokenizer read(Path source) {
    if (SentencePieceTokenizer.isPresent(source)) {
      return SentencePieceTokenizer.load(
          source, layout == Layout.OPEN_CLIP ? TextCleaning.CANONICALIZE : TextCleaning.AS_WRITTEN);
    }
    Optional<Path> merges = layout == Layout.TRANSFORMERS ? Optional.empty() : mergesOf(source);
    if (merges.isEmpty()) {
      return BpeTokenizer.load(source);
    }
    return layout == Layout.OPENAI
        ? BpeTokenizer.fromOpenAi(merges.get())
        : BpeTokenizer.fromOpenClip(merges.get());
  }

  private static Optional<Path> mergesOf(Path source) {
    if (!Files.isDirectory(source)) {
      return isMerges(source) ? Optional.of(source) : Optional.empty();
    }
    return list(source).stream().filter(TokenizerFinder::isMerges).findFirst();
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new TokenizerException(folder + ": cannot be listed: " + e.getMessage(), e);
    }
  }

  private void check(Tokenizer tokenizer, Path source) {
    int largest = Math.max(tokenizer.sotToken(), tokenizer.eotToken());
    if (largest >= text.vocabSize()) {
      throw new TokenizerException(
          "%s: expected ids below the model's vocabulary of %d, found the start token %d and the end token %d; it is another model's vocabulary"
              .formatted(source, text.vocabSize(), tokenizer.sotToken(), tokenizer.eotToken()));
    }
    if (text.pooling() == TextPooling.EOT_ID && tokenizer.eotToken() != text.eotToken()) {
      throw new TokenizerException(
          "%s: expected the end token %d that the model pools at, found %d; every text would be pooled at its start"
              .formatted(source, text.eotToken(), tokenizer.eotToken()));
    }
    if (text.pooling() == TextPooling.EOT_ARGMAX) {
      warnOfLargerIds(tokenizer, source);
    }
  }

  /** Such a text is pooled where its largest id stands, as the peers do it. */
  private static void warnOfLargerIds(Tokenizer tokenizer, Path source) {
    int end = tokenizer.eotToken();
    if (tokenizer.padToken() > end) {
      LOG.warn(
          "{}: the padding token {} has a larger id than the end token {}, and the model pools at the largest id; transformers would pool padded texts at their padding, jclip computes each text without padding. The configuration's eos_token_id {} would pool at the end token.",
          source,
          tokenizer.padToken(),
          end,
          end);
    } else if (end + 1 < tokenizer.vocabSize()) {
      LOG.warn(
          "{}: tokens {} to {} have larger ids than the end token {}, and the model pools at the largest id: a text that holds one is pooled there, as in transformers. The configuration's eos_token_id {} would pool at the end token.",
          source,
          end + 1,
          tokenizer.vocabSize() - 1,
          end,
          end);
    }
  }
}
