package dev.jclip.tokenizer;

import dev.jclip.tokenizer.parts.IdCollector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the merges for counted words. The counts of all pairs are kept up to date while pieces are
 * joined, and only the words that hold a pair are visited.
 */
final class MergeLearner {
  /** A pair that occurs once is no pattern. */
  private static final long MIN_COUNT = 2;

  private static final class Word {
    final long count;
    int[] pieces;

    Word(int[] pieces, long count) {
      this.pieces = pieces;
      this.count = count;
    }
  }

  private static final class Pair {
    final int left;
    final int right;
    final Set<Word> words = new LinkedHashSet<>();
    long count;

    Pair(int left, int right) {
      this.left = left;
      this.right = right;
    }
  }

  /** A pair with the count it had when it was put into the queue. */
  private record Candidate(Pair pair, long count) implements Comparable<Candidate> {
    @Override
    public int compareTo(Candidate that) {
      if (count != that.count) {
        return Long.compare(that.count, count);
      }
      return pair.left != that.pair.left
          ? Integer.compare(pair.left, that.pair.left)
          : Integer.compare(pair.right, that.pair.right);
    }
  }

  private final List<String> pieces = new ArrayList<>(ByteAlphabet.pieces());
  private final Set<String> known = new HashSet<>(pieces);
  private final Map<Long, Pair> pairs = new HashMap<>();
  private final PriorityQueue<Candidate> queue = new PriorityQueue<>();

  MergeLearner(Map<String, Long> wordCounts) {
    Map<String, Integer> ids = new HashMap<>();
    pieces.forEach(piece -> ids.put(piece, ids.size()));
    Set<Pair> found = new LinkedHashSet<>();
    wordCounts.forEach((word, count) -> countPairs(new Word(split(word, ids), count), found));
    found.forEach(this::enqueue);
  }

  /** Returns the next merges, at most {@code limit}. */
  List<MergeRule> learn(int limit) {
    List<MergeRule> merges = new ArrayList<>();
    while (merges.size() < limit) {
      Pair best = poll();
      if (best == null) {
        break;
      }
      MergeRule merge = new MergeRule(pieces.get(best.left), pieces.get(best.right));
      if (known.add(merge.merged())) {
        merges.add(merge);
        pieces.add(merge.merged());
        join(best, pieces.size() - 1);
      }
    }
    return merges;
  }

  private static int[] split(String word, Map<String, Integer> ids) {
    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
    int[] split = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      String piece = String.valueOf(ByteAlphabet.charOf(bytes[i] & 0xff));
      split[i] =
          ids.getOrDefault(i < bytes.length - 1 ? piece : piece + ByteAlphabet.END_OF_WORD, -1);
    }
    return split;
  }

  /** Takes the pair that occurs most often now; counts in the queue may be out of date. */
  private @Nullable Pair poll() {
    for (Candidate next = queue.poll(); next != null; next = queue.poll()) {
      if (next.count == next.pair.count) {
        return next.pair;
      }
      enqueue(next.pair);
    }
    return null;
  }

  private void enqueue(Pair pair) {
    if (pair.count >= MIN_COUNT) {
      queue.add(new Candidate(pair, pair.count));
    }
  }

  private void join(Pair pair, int id) {
    Set<Pair> grown = new LinkedHashSet<>();
    for (Word word : List.copyOf(pair.words)) {
      uncountPairs(word);
      word.pieces = joined(word.pieces, pair, id);
      countPairs(word, grown);
    }
    grown.stream().filter(other -> other.left == id || other.right == id).forEach(this::enqueue);
  }

  private static int[] joined(int[] pieces, Pair pair, int id) {
    IdCollector joined = new IdCollector(pieces.length);
    for (int i = 0; i < pieces.length; i++) {
      if (pieces[i] == pair.left && i + 1 < pieces.length && pieces[i + 1] == pair.right) {
        joined.add(id);
        i++;
      } else {
        joined.add(pieces[i]);
      }
    }
    return joined.kept();
  }

  private void countPairs(Word word, Set<Pair> counted) {
    for (int i = 0; i + 1 < word.pieces.length; i++) {
      Pair pair = pairAt(word, i);
      pair.count += word.count;
      pair.words.add(word);
      counted.add(pair);
    }
  }

  private void uncountPairs(Word word) {
    for (int i = 0; i + 1 < word.pieces.length; i++) {
      Pair pair = pairAt(word, i);
      pair.count -= word.count;
      pair.words.remove(word);
    }
  }

  private Pair pairAt(Word word, int i) {
    int left = word.pieces[i];
    int right = word.pieces[i + 1];
    return pairs.computeIfAbsent((long) left << 32 | right, key -> new Pair(left, right));
  }
}
