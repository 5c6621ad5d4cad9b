package dev.jclip.tokenizer.sentencepiece;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Byte pair encoding over characters (Sennrich, "Neural Machine Translation of Rare Words with
 * Subword Units", 2016, algorithm 1): the merge of the smallest rank is done first, of equal ones
 * the leftmost, in time proportional to n log n for n characters. Characters without a piece are
 * never merged.
 */
final class MergeModel implements PieceModel {
  private static final int GONE = -2;

  /** The pieces of single characters, and the symbols that are never divided. */
  private final PieceTrie characters;

  private final PieceTrie symbols;
  private final MergeTable merges;
  private final UnknownPieces unknown;

  /**
   * Creates a model.
   *
   * @param characters the ids of single characters
   * @param symbols the ids of texts that are found before characters are, the longest first
   */
  MergeModel(PieceTrie characters, PieceTrie symbols, MergeTable merges, UnknownPieces unknown) {
    this.characters = characters;
    this.symbols = symbols;
    this.merges = merges;
    this.unknown = unknown;
  }

  @Override
  public void encode(String text, IntConsumer ids) {
    var word = new Word(text.getBytes(StandardCharsets.UTF_8));
    word.merge();
    word.emit(ids);
  }

  /** A text as a list of symbols, which merges make shorter. */
  private final class Word {
    private final byte[] text;

    /** Where each symbol begins in the text. */
    private final int[] start;

    private final int[] id;
    private final int[] next;
    private final int[] previous;

    /** The merge of each symbol with the next one, or {@link MergeTable#NONE}. */
    private final int[] slot;

    private final MergeQueue queue = new MergeQueue();
    private int count;

    Word(byte[] text) {
      this.text = text;
      start = new int[text.length + 1];
      id = new int[text.length];
      for (int at = 0; at < text.length; count++) {
        start[count] = at;
        at += read(at);
      }
      start[count] = text.length;
      next = new int[count];
      previous = new int[count];
      slot = new int[count];
      Arrays.setAll(next, i -> i + 1);
      Arrays.setAll(previous, i -> i - 1);
    }

    /** Sets the id of the symbol at a place of the text, and returns its length. */
    private int read(int at) {
      int symbol = symbols.longest(text, at);
      int length = symbol > 0 ? symbol : Utf8.length(text, at);
      PieceTrie known = symbol > 0 ? symbols : characters;
      int node = PieceTrie.ROOT;
      for (int i = at; i < at + length && node != PieceTrie.NONE; i++) {
        node = known.child(node, text[i]);
      }
      int value = node == PieceTrie.NONE ? PieceTrie.NONE : known.value(node);
      id[count] = value == PieceTrie.NONE ? UnknownPieces.MARK : value;
      return length;
    }

    void merge() {
      for (int i = 0; i < count; i++) {
        offer(i);
      }
      while (!queue.isEmpty()) {
        long best = queue.poll();
        int left = MergeQueue.position(best);
        if (slot[left] != MergeTable.NONE && merges.rank(slot[left]) == MergeQueue.rank(best)) {
          join(left);
        }
      }
    }

    private void join(int left) {
      int right = next[left];
      id[left] = merges.merged(slot[left]);
      id[right] = GONE;
      slot[right] = MergeTable.NONE;
      next[left] = next[right];
      if (next[left] < count) {
        previous[next[left]] = left;
      }
      offer(left);
      if (previous[left] >= 0) {
        offer(previous[left]);
      }
    }

    private void offer(int left) {
      int right = next[left];
      boolean can = right < count && id[left] >= 0 && id[right] >= 0;
      slot[left] = can ? merges.find(id[left], id[right]) : MergeTable.NONE;
      if (slot[left] != MergeTable.NONE) {
        queue.add(merges.rank(slot[left]), left);
      }
    }

    void emit(IntConsumer ids) {
      boolean runs = false;
      for (int i = 0; i < count; i = next[i]) {
        boolean isUnknown = id[i] == UnknownPieces.MARK;
        if (isUnknown) {
          unknown.emit(text, start[i], start[i + 1], runs, ids);
        } else {
          ids.accept(id[i]);
        }
        runs = isUnknown;
      }
    }
  }
}
