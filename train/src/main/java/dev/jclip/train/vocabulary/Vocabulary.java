package dev.jclip.train.vocabulary;

import dev.jclip.error.TokenizerException;
import dev.jclip.tokenizer.BpeMerges;
import dev.jclip.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A tokenizer that can be written beside the weights it is used with. Immutable. */
public interface Vocabulary {
  /** Turns captions into ids. */
  Tokenizer tokenizer();

  /**
   * Writes the files from which the same tokenizer is loaded again.
   *
   * @param contextLength ids that the model reads at most
   */
  void writeTo(Path folder, int contextLength);

  /** One of a list of merges, CLIP's own or a learned one, with open_clip's cleaning. */
  static Vocabulary of(BpeMerges merges) {
    Tokenizer tokenizer = merges.openClipTokenizer();
    return new Vocabulary() {
      @Override
      public Tokenizer tokenizer() {
        return tokenizer;
      }

      @Override
      public void writeTo(Path folder, int contextLength) {
        merges.writeHuggingFace(folder, contextLength);
      }
    };
  }

  /**
   * One that lies in files, which are copied.
   *
   * @param folder with the files
   * @param tokenizer as it was loaded from them
   */
  static Vocabulary in(Path folder, Tokenizer tokenizer) {
    return new Vocabulary() {
      @Override
      public Tokenizer tokenizer() {
        return tokenizer;
      }

      @Override
      public void writeTo(Path target, int contextLength) {
        try {
          for (Path file : VocabularyFiles.in(folder)) {
            Files.copy(
                file, target.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
          }
        } catch (IOException e) {
          throw new TokenizerException(
              "%s: the vocabulary of %s cannot be copied: %s".formatted(target, folder, e), e);
        }
      }
    };
  }

  /** The files of a folder that belong to a vocabulary. */
  final class VocabularyFiles {
    private static final Pattern NAMES =
        Pattern.compile(
            "(tokenizer|vocab|tokenizer_config|special_tokens_map|added_tokens)\\.json|merges\\.txt|bpe_.*\\.txt(\\.gz)?");

    private VocabularyFiles() {}

    /** Those that are there, which may be none. */
    public static List<Path> in(Path folder) throws IOException {
      try (Stream<Path> files = Files.list(folder)) {
        return files
            .filter(file -> NAMES.matcher(file.getFileName().toString()).matches())
            .sorted()
            .toList();
      }
    }
  }
}
