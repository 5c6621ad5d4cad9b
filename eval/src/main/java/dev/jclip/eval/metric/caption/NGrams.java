package dev.jclip.eval.metric.caption;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts runs of n words. */
final class NGrams {
  /** The longest runs that the figures of captions look at. */
  static final int LONGEST = 4;

  private NGrams() {}

  /** How often each run of {@code n} words occurs in a caption. */
  static Map<List<String>, Integer> count(List<String> words, int n) {
    var counts = new HashMap<List<String>, Integer>();
    for (int i = 0; i + n <= words.size(); i++) {
      counts.merge(words.subList(i, i + n), 1, Integer::sum);
    }
    return counts;
  }
}
