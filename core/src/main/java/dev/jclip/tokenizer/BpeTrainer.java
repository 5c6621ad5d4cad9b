package dev.jclip.tokenizer;

import java.util.HashMap;
import java.util.Map;

/**
 * Learns a CLIP vocabulary from captions: again and again the pair of adjacent pieces that occurs
 * most often becomes a new piece. Captions are cleaned and split as open_clip does it. The same
 * captions in any order give the same vocabulary: of pairs that occur equally often, the one whose
 * pieces have the lower ids is first.
 *
 * <p>Not safe for use by several threads.
 */
public final class BpeTrainer {
  /** The smallest vocabulary: the bytes, start and end. */
  public static final int MIN_VOCAB_SIZE = ByteAlphabet.PIECES + 2;

  private final int vocabSize;
  private final Map<String, Long> words = new HashMap<>();
  private final TextSplitter splitter = new OpenAiSplitter(SpecialTokens.OPEN_CLIP, 0, 0);
  private final WordSink counter =
      new WordSink() {
        @Override
        public void word(String text, int start, int end) {
          words.merge(text.substring(start, end), 1L, Long::sum);
        }

        @Override
        public void token(int id) {
          // A marker is a token already.
        }
      };

  /**
   * Creates a trainer that has seen no caption.
   *
   * @param vocabSize the number of ids wanted, bytes, start and end included
   * @throws IllegalArgumentException if {@code vocabSize} is below {@link #MIN_VOCAB_SIZE}
   */
  public BpeTrainer(int vocabSize) {
    if (vocabSize < MIN_VOCAB_SIZE) {
      throw new IllegalArgumentException(
          "vocabSize: expected at least %d, found %d".formatted(MIN_VOCAB_SIZE, vocabSize));
    }
    this.vocabSize = vocabSize;
  }

  /** Counts the words of a caption; the caption itself is not kept. */
  public void add(String caption) {
    splitter.split(caption, counter);
  }

  /**
   * Returns what the captions so far give. There are fewer ids than wanted when no pair is left
   * that occurs twice.
   */
  public BpeMerges train() {
    return new BpeMerges(
        "trained vocabulary", new MergeLearner(words).learn(vocabSize - MIN_VOCAB_SIZE));
  }
}
