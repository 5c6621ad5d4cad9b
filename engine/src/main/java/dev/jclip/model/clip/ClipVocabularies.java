package dev.jclip.model.clip;

import dev.jclip.config.TextConfig;
import dev.jclip.config.TextPooling;
import dev.jclip.error.TokenizerException;
import dev.jclip.model.Layout;
import dev.jclip.model.Vocabularies;
import dev.jclip.tokenizer.BpeTokenizer;
import dev.jclip.tokenizer.TextCleaning;
import dev.jclip.tokenizer.Tokenizer;
import dev.jclip.tokenizer.sentencepiece.SentencePieceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Vocabularies of byte-level BPE, as files of transformers' or as a list of merges; or of
 * SentencePiece, which some models with CLIP's towers were trained with.
 *
 * @param layout of the checkpoint, whose library cleans texts in its own way
 */
record ClipVocabularies(Layout layout) implements Vocabularies {
  private static final Logger LOG = LoggerFactory.getLogger(ClipVocabularies.class);

  private static final Set<String> FILES =
      Set.of("tokenizer.json", "vocab.json", "spiece.model", "tokenizer.model");

  /** A published checkpoint whose files hold CLIP's own vocabulary. */
  private static final String HOLDER = "openai/clip-vit-base-patch32";

  private static final int PUBLISHED_SIZE = 49_408;

  @Override
  public boolean isVocabulary(String fileName) {
    return FILES.contains(fileName) || isMerges(fileName);
  }

  private static boolean isMerges(String fileName) {
    return fileName.equals("merges.txt")
        || (fileName.startsWith("bpe_") && fileName.contains(".txt"));
  }

  @Override
  public String expectedFiles() {
    return "tokenizer.json, vocab.json with merges.txt, bpe_simple_vocab_16e6.txt.gz, spiece.model"
        + " or tokenizer.model";
  }

  @Override
  public List<String> holders() {
    return List.of(HOLDER);
  }

  @Override
  public Optional<String> publishedHolder(TextConfig text) {
    return text.vocabSize() == PUBLISHED_SIZE ? Optional.of(HOLDER) : Optional.empty();
  }

  @Override
  public Tokenizer read(Path source) {
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
      return Optional.of(source).filter(ClipVocabularies::isMerges);
    }
    try (Stream<Path> files = Files.list(source)) {
      return files.sorted().filter(ClipVocabularies::isMerges).findFirst();
    } catch (IOException e) {
      throw new TokenizerException(source + ": cannot be listed: " + e.getMessage(), e);
    }
  }

  private static boolean isMerges(Path file) {
    return isMerges(file.getFileName().toString());
  }

  @Override
  public void check(Tokenizer tokenizer, TextConfig text, Path source) {
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

  @Override
  public String describe(Tokenizer tokenizer) {
    return tokenizer instanceof SentencePieceTokenizer
        ? "SentencePiece, %d ids, end %d".formatted(tokenizer.vocabSize(), tokenizer.eotToken())
        : "byte-level BPE, %d ids, start %d, end %d"
            .formatted(tokenizer.vocabSize(), tokenizer.sotToken(), tokenizer.eotToken());
  }

  /** Such a text is pooled where its largest id stands, as the peers do it. */
  private static void warnOfLargerIds(Tokenizer tokenizer, Path source) {
    int end = tokenizer.eotToken();
    if (tokenizer.padToken() > end) {
      LOG.warn(
          "{}: the padding token {} has a larger id than the end token {}, and the model pools at"
              + " the largest id; transformers would pool padded texts at their padding, jclip"
              + " computes each text without padding. The configuration's eos_token_id {} would"
              + " pool at the end token.",
          source,
          tokenizer.padToken(),
          end,
          end);
    } else if (end + 1 < tokenizer.vocabSize()) {
      LOG.warn(
          "{}: tokens {} to {} have larger ids than the end token {}, and the model pools at the"
              + " largest id: a text that holds one is pooled there, as in transformers. The"
              + " configuration's eos_token_id {} would pool at the end token.",
          source,
          end + 1,
          tokenizer.vocabSize() - 1,
          end,
          end);
    }
  }
}
