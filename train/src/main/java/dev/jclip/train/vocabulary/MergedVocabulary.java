package dev.jclip.train.vocabulary;

import dev.jclip.tokenizer.BpeMerges;
import dev.jclip.tokenizer.Tokenizer;
import java.nio.file.Path;

/** A vocabulary made of merges. */
record MergedVocabulary(BpeMerges merges, Tokenizer tokenizer) implements Vocabulary {
  /** The list of merges as open_clip's tokenizer takes it. */
  private static final String OPEN_CLIP_FILE = "bpe_vocab.txt.gz";

  @Override
  public void writeTo(Path folder, int contextLength) {
    merges.writeHuggingFace(folder, contextLength);
    merges.writeMergesFile(folder.resolve(OPEN_CLIP_FILE));
  }
}
