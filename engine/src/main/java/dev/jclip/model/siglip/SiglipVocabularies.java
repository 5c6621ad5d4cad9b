package dev.jclip.model.siglip;

import dev.jclip.config.TextConfig;
import dev.jclip.error.TokenizerException;
import dev.jclip.io.JsonFields;
import dev.jclip.model.Layout;
import dev.jclip.model.ModelFiles;
import dev.jclip.model.Vocabularies;
import dev.jclip.tokenizer.TextCleaning;
import dev.jclip.tokenizer.Tokenizer;
import dev.jclip.tokenizer.sentencepiece.SentencePieceTokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * SentencePiece vocabularies: T5's unigram pieces in SigLIP, Gemma's merges in SigLIP 2.
 *
 * @param cleaning what open_clip does to a text before its tokenizer reads it; empty in the layout
 *     of transformers, where it follows from the tokenizer's class
 */
record SiglipVocabularies(Optional<TextCleaning> cleaning) implements Vocabularies {
  private static final Set<String> FILES =
      Set.of("tokenizer.json", "spiece.model", "tokenizer.model");

  private static final String SETTINGS = "tokenizer_config.json";
  private static final int FIRST_SIZE = 32_000;
  private static final String FIRST_HOLDER = "google/siglip-base-patch16-224";
  private static final int SECOND_SIZE = 256_000;
  private static final String SECOND_HOLDER = "google/siglip2-base-patch16-224";

  /** The vocabularies of a checkpoint. */
  static SiglipVocabularies of(ModelFiles files, Layout layout) {
    return new SiglipVocabularies(
        layout == Layout.TRANSFORMERS ? Optional.empty() : Optional.of(openClip(files)));
  }

  /** As the {@code clean} of a {@code text_cfg} says, which is {@code whitespace} by default. */
  private static TextCleaning openClip(ModelFiles files) {
    Optional<JsonFields> options =
        files
            .json(SiglipFamily.OPEN_CLIP_CONFIG)
            .flatMap(fields -> fields.object("model_cfg"))
            .flatMap(model -> model.object("text_cfg"))
            .flatMap(text -> text.object("tokenizer_kwargs"));
    return options.map(SiglipVocabularies::named).orElse(TextCleaning.WHITESPACE);
  }

  private static TextCleaning named(JsonFields options) {
    return switch (options.stringOr("clean", "whitespace")) {
      case "canonicalize" -> TextCleaning.CANONICALIZE;
      case "lower" -> TextCleaning.LOWER;
      case "whitespace" -> TextCleaning.WHITESPACE;
      default -> throw options.wrong("clean", "canonicalize, lower or whitespace");
    };
  }

  /**
   * The id that fills the places after a text where a configuration does not say it, which
   * published ones do not: Gemma's vocabulary has its own, T5's is the end token.
   */
  static int padToken(int vocabSize) {
    return vocabSize == SECOND_SIZE ? 0 : 1;
  }

  @Override
  public boolean isVocabulary(String fileName) {
    return FILES.contains(fileName);
  }

  @Override
  public String expectedFiles() {
    return "tokenizer.json, spiece.model or tokenizer.model";
  }

  @Override
  public List<String> holders() {
    return List.of(FIRST_HOLDER, SECOND_HOLDER);
  }

  @Override
  public Optional<String> publishedHolder(TextConfig text) {
    return switch (text.vocabSize()) {
      case FIRST_SIZE -> Optional.of(FIRST_HOLDER);
      case SECOND_SIZE -> Optional.of(SECOND_HOLDER);
      default -> Optional.empty();
    };
  }

  @Override
  public Tokenizer read(Path source) {
    return SentencePieceTokenizer.load(source, cleaning.orElseGet(() -> ofClass(source)));
  }

  /**
   * SigLIP 2 was trained on lower case (arXiv 2502.14786, section 2.1). Its published folders name
   * Gemma's tokenizer, which does not do that by itself.
   */
  private static TextCleaning ofClass(Path source) {
    Path settings =
        Files.isDirectory(source) ? source.resolve(SETTINGS) : source.resolveSibling(SETTINGS);
    boolean isGemma =
        Files.isRegularFile(settings)
            && JsonFields.read(settings).stringOr("tokenizer_class", "").startsWith("Gemma");
    return isGemma ? TextCleaning.LOWER_CASE : TextCleaning.AS_WRITTEN;
  }

  @Override
  public void check(Tokenizer tokenizer, TextConfig text, Path source) {
    if (tokenizer.vocabSize() > text.vocabSize()) {
      throw new TokenizerException(
          "%s: expected a vocabulary of at most %d ids, which the text tower has, found %d; it is another model's vocabulary"
              .formatted(source, text.vocabSize(), tokenizer.vocabSize()));
    }
  }

  @Override
  public String describe(Tokenizer tokenizer) {
    return "SentencePiece, %d ids, end %d, padding %d"
        .formatted(tokenizer.vocabSize(), tokenizer.eotToken(), tokenizer.padToken());
  }
}
