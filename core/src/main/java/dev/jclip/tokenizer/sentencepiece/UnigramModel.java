package dev.jclip.tokenizer.sentencepiece;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * A unigram language model over pieces: of all divisions of a text the one with the largest sum of
 * scores, found by Viterbi's algorithm in time proportional to the length of the text times that of
 * the longest piece (Kudo, "Subword Regularization", 2018, equation 2). Of equal sums the division
 * wins that the reference meets first.
 */
final class UnigramModel implements PieceModel {
  /** How much worse than the worst piece an unknown character is. */
  private static final double UNKNOWN_PENALTY = 10;

  /** How the reference keeps the sums, which decides between divisions that are nearly equal. */
  enum Sums {
    /** SentencePiece compares and keeps float32. */
    FLOAT32,
    /** Hugging Face's tokenizers compares and keeps float64. */
    FLOAT64
  }

  private final PieceTrie trie;
  private final double[] scores;
  private final double unknownScore;
  private final Sums sums;
  private final UnknownPieces unknown;

  /**
   * Creates a model.
   *
   * @param trie the ids of the pieces that may be used
   * @param scores the score of each id
   * @param least the minimum score of the ordinary pieces
   */
  UnigramModel(PieceTrie trie, double[] scores, double least, Sums sums, UnknownPieces unknown) {
    this.trie = trie;
    this.scores = scores;
    this.sums = sums;
    this.unknown = unknown;
    unknownScore = kept(least - UNKNOWN_PENALTY);
  }

  @Override
  public void encode(String text, IntConsumer ids) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    new Lattice(bytes).emit(ids);
  }

  private double kept(double sum) {
    return sums == Sums.FLOAT32 ? (float) sum : sum;
  }

  /** The best division of the text up to each of its bytes. */
  private final class Lattice {
    private final byte[] text;
    private final double[] best;
    private final int[] start;
    private final int[] id;

    Lattice(byte[] text) {
      this.text = text;
      best = new double[text.length + 1];
      start = new int[text.length + 1];
      id = new int[text.length + 1];
      Arrays.fill(start, -1);
      for (int at = 0; at < text.length; at += Utf8.length(text, at)) {
        extend(at);
      }
    }

    private void extend(int at) {
      int character = at + Utf8.length(text, at);
      boolean known = false;
      int node = PieceTrie.ROOT;
      for (int i = at; i < text.length; i++) {
        node = trie.child(node, text[i]);
        if (node == PieceTrie.NONE) {
          break;
        }
        int piece = trie.value(node);
        if (piece != PieceTrie.NONE) {
          offer(at, i + 1, piece, scores[piece]);
          known |= i + 1 == character;
        }
      }
      if (!known) {
        offer(at, character, UnknownPieces.MARK, unknownScore);
      }
    }

    private void offer(int from, int to, int piece, double score) {
      double sum = kept(score + best[from]);
      if (start[to] < 0 || sum > best[to]) {
        best[to] = sum;
        start[to] = from;
        id[to] = piece;
      }
    }

    /** Turns the links around, which lead from the end to the beginning, and follows them. */
    void emit(IntConsumer ids) {
      int[] ends = new int[text.length + 1];
      int count = 0;
      for (int end = text.length; end > 0; end = start[end]) {
        ends[count++] = end;
      }
      boolean runs = false;
      while (count-- > 0) {
        int end = ends[count];
        boolean isUnknown = id[end] == UnknownPieces.MARK;
        if (!isUnknown) {
          ids.accept(id[end]);
        } else {
          unknown.emit(text, start[end], end, runs, ids);
        }
        runs = isUnknown;
      }
    }
  }
}
