package dev.jclip.tokenizer.sentencepiece;

import dev.jclip.tokenizer.TokenizedText;
import dev.jclip.tokenizer.Tokenizer;
import dev.jclip.tokenizer.parts.IdCollector;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What is written around the ids of a text. Immutable.
 *
 * @param before the ids before the text
 * @param after the ids after the text, which are kept when it is cut
 * @param ending whether a text may end itself
 * @param pad the id that fills a row
 */
record Frame(List<Integer> before, List<Integer> after, Ending ending, int pad) {
  /** What happens after a text whose last id is the end already. */
  enum Ending {
    /** The end is written again. */
    ALWAYS,
    /** The end is not written again, as in transformers' SiglipTokenizer. */
    ONCE
  }

  /** Returns the first id before a text, or {@link Tokenizer#NO_TOKEN}. */
  int start() {
    return before.isEmpty() ? Tokenizer.NO_TOKEN : before.getFirst();
  }

  /** Returns the last id after a text, or {@link Tokenizer#NO_TOKEN}. */
  int end() {
    return after.isEmpty() ? Tokenizer.NO_TOKEN : after.getLast();
  }

  /** Returns how many ids of a text fit into a context. */
  int room(int contextLength) {
    return Math.max(0, contextLength - before.size() - after.size());
  }

  /** Returns a text with the ids that were kept of it, which its room limited. */
  TokenizedText around(String text, IdCollector inner) {
    int[] kept = inner.kept();
    boolean ended = ending == Ending.ONCE && kept.length > 0 && kept[kept.length - 1] == end();
    IntStream last = ended ? IntStream.empty() : after.stream().mapToInt(Integer::intValue);
    int[] ids =
        IntStream.concat(
                IntStream.concat(before.stream().mapToInt(Integer::intValue), Arrays.stream(kept)),
                last)
            .toArray();
    boolean truncated = inner.count() > kept.length;
    return new TokenizedText(text, ids, ids.length + inner.count() - kept.length, truncated);
  }
}
