package dev.jclip.model;

import dev.jclip.config.TextConfig;
import dev.jclip.tokenizer.Tokenizer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The vocabulary files that a checkpoint can have, and the tokenizers that are made of them. */
public interface Vocabularies {
  /** Whether a file of this name is a vocabulary, or a part of one. */
  boolean isVocabulary(String fileName);

  /** The files that are looked for beside the weights, in words. */
  String expectedFiles();

  /** Names of published checkpoints whose files hold the family's own vocabularies. */
  List<String> holders();

  /**
   * A published checkpoint whose files hold the vocabulary that a text tower of this size was
   * trained with; empty if its vocabulary may be any.
   */
  Optional<String> publishedHolder(TextConfig text);

  /**
   * Reads a tokenizer, which cleans texts as the library of the checkpoint's layout does.
   *
   * @param source a file, or a folder with the files of a vocabulary
   * @throws dev.jclip.error.TokenizerException if there is no vocabulary, or a damaged one
   */
  Tokenizer read(Path source);

  /**
   * Checks that a tokenizer's ids are those that a text tower was trained with.
   *
   * @throws dev.jclip.error.TokenizerException if it is another model's vocabulary
   */
  void check(Tokenizer tokenizer, TextConfig text, Path source);

  /** What kind of tokenizer this is, in words. */
  String describe(Tokenizer tokenizer);
}
