package dev.jclip.tokenizer;

import dev.jclip.digest.Sha256;
import dev.jclip.error.TokenizerException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The pieces of a byte-level BPE and the merges that build them from bytes. Immutable. */
final class BpeVocabulary {
  private static final int UNKNOWN = -1;

  private final Map<String, Integer> ids;
  private final int[] byteIds = new int[256];
  private final int[] lastByteIds = new int[256];

  /** Ranks of merges by the pair of ids they join. */
  private final Map<Long, Integer> ranks;

  /** The id that each merge makes, by rank. */
  private final int[] mergedIds;

  /**
   * Creates a vocabulary.
   *
   * @param source the file of the pieces, for messages
   * @param ids the id of each piece
   * @param merges in order of priority
   * @param place says where the merge of an index stands, for messages
   * @param unknownId stands for bytes that are no piece, or null if all must be pieces
   * @throws TokenizerException if a merge joins or makes what is not a piece, or stands there twice
   */
  BpeVocabulary(
      String source,
      Map<String, Integer> ids,
      List<MergeRule> merges,
      IntFunction<String> place,
      @Nullable Integer unknownId) {
    this.ids = new HashMap<>(ids);
    for (int b = 0; b < 256; b++) {
      String symbol = String.valueOf(ByteAlphabet.charOf(b));
      byteIds[b] = byteId(symbol, source, unknownId);
      lastByteIds[b] = byteId(symbol + ByteAlphabet.END_OF_WORD, source, unknownId);
    }
    ranks = HashMap.newHashMap(merges.size());
    mergedIds = new int[merges.size()];
    for (int rank = 0; rank < merges.size(); rank++) {
      MergeRule merge = merges.get(rank);
      int left = pieceId(merge.left(), rank, place);
      int right = pieceId(merge.right(), rank, place);
      mergedIds[rank] = pieceId(merge.merged(), rank, place);
      Integer earlier = ranks.putIfAbsent(pair(left, right), rank);
      if (earlier != null) {
        throw new TokenizerException(
            "%s: the merge of '%s' and '%s' stands already at %s; remove one"
                .formatted(place.apply(rank), merge.left(), merge.right(), place.apply(earlier)));
      }
    }
  }

  /** Adds the merges to a digest, in order of priority. */
  void addMergesTo(Sha256 digest) {
    ByteBuffer rules = ByteBuffer.allocate(Long.BYTES * mergedIds.length);
    ranks.forEach((pair, rank) -> rules.putLong(Long.BYTES * rank, pair));
    digest.add(rules);
  }

  /** Returns the ids of a word's pieces. */
  int[] encode(String word) {
    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
    int[] symbols = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      symbols[i] = (i < bytes.length - 1 ? byteIds : lastByteIds)[bytes[i] & 0xff];
    }
    return symbols.length == 1 ? symbols : new Merger(symbols).merge();
  }

  private int byteId(String symbol, String source, @Nullable Integer unknownId) {
    Integer id = ids.getOrDefault(symbol, unknownId);
    if (id == null) {
      throw new TokenizerException(
          "%s: the vocabulary lacks the piece '%s'; a byte-level BPE has one for every byte"
              .formatted(source, symbol));
    }
    return id;
  }

  private int pieceId(String piece, int rank, IntFunction<String> place) {
    Integer id = ids.get(piece);
    if (id == null) {
      throw new TokenizerException(
          "%s: the merge names '%s', which is not in the vocabulary; do merges and vocabulary"
                  .formatted(place.apply(rank), piece)
              + " belong together?");
    }
    return id;
  }

  private static long pair(int left, int right) {
    return (long) left << 32 | right;
  }

  /** Applies merges to one word: the one of lowest rank first, from left to right. */
  private final class Merger {
    private final int[] symbols;
    private final int[] next;
    private final int[] previous;
    private final PriorityQueue<Candidate> candidates = new PriorityQueue<>();

    Merger(int[] symbols) {
      this.symbols = symbols;
      next = new int[symbols.length];
      previous = new int[symbols.length];
      Arrays.setAll(next, i -> i + 1);
      Arrays.setAll(previous, i -> i - 1);
      for (int i = 0; i < symbols.length - 1; i++) {
        offer(i);
      }
    }

    int[] merge() {
      for (Candidate best = candidates.poll(); best != null; best = candidates.poll()) {
        if (rankAt(best.position) == best.rank) {
          join(best);
        }
      }
      int count = 0;
      for (int i = 0; i < symbols.length; i = next[i]) {
        symbols[count++] = symbols[i];
      }
      return Arrays.copyOf(symbols, count);
    }

    private void join(Candidate merge) {
      int left = merge.position;
      int right = next[left];
      symbols[left] = mergedIds[merge.rank];
      symbols[right] = UNKNOWN;
      next[left] = next[right];
      if (next[left] < symbols.length) {
        previous[next[left]] = left;
        offer(left);
      }
      if (previous[left] >= 0) {
        offer(previous[left]);
      }
    }

    private void offer(int position) {
      int rank = rankAt(position);
      if (rank != UNKNOWN) {
        candidates.add(new Candidate(rank, position));
      }
    }

    /** The rank of the merge at a position now, which an earlier merge may have changed. */
    private int rankAt(int position) {
      int left = symbols[position];
      if (left == UNKNOWN || next[position] == symbols.length) {
        return UNKNOWN;
      }
      return ranks.getOrDefault(pair(left, symbols[next[position]]), UNKNOWN);
    }
  }

  private record Candidate(int rank, int position) implements Comparable<Candidate> {
    @Override
    public int compareTo(Candidate that) {
      return rank != that.rank
          ? Integer.compare(rank, that.rank)
          : Integer.compare(position, that.position);
    }
  }
}
