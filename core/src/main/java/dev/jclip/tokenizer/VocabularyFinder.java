package dev.jclip.tokenizer;

import dev.jclip.error.TokenizerException;
import dev.jclip.tokenizer.parts.VocabularyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Recognises what kind of vocabulary a file or folder holds. */
final class VocabularyFinder {
  private VocabularyFinder() {}

  static BpeTokenizer load(Path fileOrFolder) {
    return Files.isDirectory(fileOrFolder) ? fromFolder(fileOrFolder) : fromFile(fileOrFolder);
  }

  private static BpeTokenizer fromFolder(Path folder) {
    if (HuggingFaceReader.canRead(folder)) {
      return HuggingFaceReader.readFolder(folder);
    }
    List<Path> candidates = mergesIn(folder);
    if (candidates.size() != 1) {
      throw new TokenizerException(
          "%s: expected tokenizer.json, vocab.json with merges.txt, or one %s; found %s; name the"
                  .formatted(folder, "bpe_simple_vocab*.txt.gz", candidates)
              + " vocabulary file itself");
    }
    return fromFile(candidates.getFirst());
  }

  private static List<Path> mergesIn(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(VocabularyFinder::isNamedLikeMerges).sorted().toList();
    } catch (IOException e) {
      throw new TokenizerException(folder + ": cannot be listed: " + e, e);
    }
  }

  private static boolean isNamedLikeMerges(Path file) {
    String name = file.getFileName().toString();
    return name.equals("merges.txt")
        || (name.startsWith("bpe_") && (name.endsWith(".txt.gz") || name.endsWith(".txt")));
  }

  private static BpeTokenizer fromFile(Path file) {
    String text = VocabularyFiles.text(file);
    if (text.stripLeading().startsWith("{")) {
      return fromJson(file);
    }
    if (!MergesFile.isMerges(text)) {
      throw new TokenizerException(
          file + ": expected a tokenizer.json, a vocab.json or a list of merges, found neither");
    }
    Path vocabulary = file.resolveSibling("vocab.json");
    return file.endsWith("merges.txt") && Files.exists(vocabulary)
        ? HuggingFaceReader.readPair(vocabulary, file)
        : BpeMerges.parse(file, text).openClipTokenizer();
  }

  private static BpeTokenizer fromJson(Path file) {
    JsonNode json = VocabularyFiles.jsonObject(file);
    return json.has("model")
        ? HuggingFaceReader.readTokenizerJson(file, json)
        : HuggingFaceReader.readPair(file, file.resolveSibling("merges.txt"));
  }
}
