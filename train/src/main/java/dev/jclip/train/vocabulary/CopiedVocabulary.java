package dev.jclip.train.vocabulary;

import dev.jclip.error.MissingVocabularyException;
import dev.jclip.error.TokenizerException;
import dev.jclip.io.AtomicFile;
import dev.jclip.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A vocabulary as its files hold it; they are kept in memory, since the folder may go. */
record CopiedVocabulary(Tokenizer tokenizer, SortedMap<String, byte[]> files)
    implements Vocabulary {
  private static final Pattern NAMES =
      Pattern.compile(
          "(tokenizer|vocab|tokenizer_config|special_tokens_map|added_tokens)\\.json|merges\\.txt|bpe_.*\\.txt(\\.gz)?|(spiece|tokenizer)\\.model");

  static CopiedVocabulary of(Path folder, Tokenizer tokenizer) {
    var files = new TreeMap<String, byte[]>();
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path file : entries.toList()) {
        String name = file.getFileName().toString();
        if (NAMES.matcher(name).matches()) {
          files.put(name, Files.readAllBytes(file));
        }
      }
    } catch (IOException e) {
      throw new TokenizerException(
          "%s: the vocabulary cannot be read: %s".formatted(folder, e.getMessage()), e);
    }
    if (files.isEmpty()) {
      throw new MissingVocabularyException(
          folder
              + ": no vocabulary beside the weights; name its list of merges, so"
              + " that it can be kept with the trained model",
          List.of());
    }
    return new CopiedVocabulary(tokenizer, files);
  }

  @Override
  public void writeTo(Path folder, int contextLength) {
    files.forEach((name, content) -> AtomicFile.write(folder.resolve(name), content));
  }
}
