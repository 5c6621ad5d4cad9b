package dev.jclip.train.vocabulary;

import dev.jclip.data.Entry;
import dev.jclip.data.pair.PairOrder;
import dev.jclip.data.pair.PairSource;
import dev.jclip.data.pair.PairStream;
import dev.jclip.tokenizer.BpeMerges;
import dev.jclip.tokenizer.BpeTrainer;
import dev.jclip.tokenizer.Tokenizer;
import java.nio.file.Path;

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
    return new MergedVocabulary(merges, merges.openClipTokenizer());
  }

  /**
   * One that is learned from captions.
   *
   * @param pairs whose captions of one pass are read
   * @param size of the vocabulary, in ids
   * @param seed of the captions' choice, where an image has several
   */
  static Vocabulary learn(PairSource pairs, int size, long seed) {
    var trainer = new BpeTrainer(size);
    try (PairStream stream = pairs.stream(PairOrder.first(seed))) {
      while (stream.hasNext()) {
        if (stream.next() instanceof Entry.Example<String> pair) {
          trainer.add(pair.annotation());
        }
      }
    }
    return of(trainer.train());
  }

  /**
   * One that lies in files, which are copied.
   *
   * @param folder with the files
   * @param tokenizer as it was loaded from them
   * @throws dev.jclip.error.TokenizerException if there are none
   */
  static Vocabulary in(Path folder, Tokenizer tokenizer) {
    return CopiedVocabulary.of(folder, tokenizer);
  }
}
