package dev.jclip.tokenizer.sentencepiece;

import dev.jclip.error.TokenizerException;
import dev.jclip.tokenizer.sentencepiece.SentencePieceModel.Kind;
import dev.jclip.tokenizer.sentencepiece.SentencePieceModel.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The merges of a byte pair model, from where its files have them. */
final class MergeRules {
  /** More than twice as many as the largest vocabulary has. */
  static final int MAX_MERGES = 1 << 21;

  /** A merge of two ids, and the id it makes. */
  private record Rule(int left, int right, int id) {}

  private MergeRules() {}

  /**
   * Returns the merges of every two pieces whose texts together are a piece; the larger the score
   * of that piece, the earlier they are done.
   */
  static MergeTable byScore(SentencePieceModel model, Vocabulary vocabulary) {
    var rules = new ArrayList<Rule>();
    for (int id = 0; id < model.pieces().size(); id++) {
      if (isOrdinary(model, id)) {
        addSplits(model, vocabulary, id, rules);
      }
    }
    int[] ranks = ranks(model.pieces());
    var table = new MergeTable(rules.size());
    for (Rule rule : rules) {
      table.add(rule.left(), rule.right(), ranks[rule.id()], rule.id());
    }
    return table;
  }

  private static boolean isOrdinary(SentencePieceModel model, int id) {
    return model.pieces().get(id).kind() == Kind.NORMAL;
  }

  private static void addSplits(
      SentencePieceModel model, Vocabulary vocabulary, int id, List<Rule> rules) {
    String whole = model.pieces().get(id).text();
    for (int i = 1; i < whole.length(); i++) {
      Integer left = vocabulary.id(whole.substring(0, i));
      Integer right = left == null ? null : vocabulary.id(whole.substring(i));
      if (left != null && right != null && isOrdinary(model, left) && isOrdinary(model, right)) {
        if (rules.size() == MAX_MERGES) {
          throw new TokenizerException(
              "%s: pieces: expected those of at most %,d merges, found more"
                  .formatted(model.source(), MAX_MERGES));
        }
        rules.add(new Rule(left, right, id));
      }
    }
  }

  /** Returns a rank for each piece: equal ones for equal scores. */
  private static int[] ranks(List<Piece> pieces) {
    int[] ranks = new int[pieces.size()];
    int rank = 0;
    float last = Float.NaN;
    List<Integer> descending =
        IntStream.range(0, pieces.size())
            .boxed()
            .sorted((a, b) -> Float.compare(pieces.get(b).score(), pieces.get(a).score()))
            .toList();
    for (int id : descending) {
      float score = pieces.get(id).score();
      rank += score == last ? 0 : 1;
      ranks[id] = rank;
      last = score;
    }
    return ranks;
  }

  /** Merges that a file lists in the order of their ranks. */
  static final class Listed {
    private final Vocabulary vocabulary;
    private final List<Rule> rules = new ArrayList<>();

    Listed(Vocabulary vocabulary) {
      this.vocabulary = vocabulary;
    }

    /** Adds the merge of the next rank; {@code place} is where it stands, for messages. */
    void add(String place, String left, String right) {
      if (rules.size() == MAX_MERGES) {
        throw new TokenizerException(
            "%s: expected at most %,d merges, found more".formatted(place, MAX_MERGES));
      }
      rules.add(new Rule(id(place, left), id(place, right), id(place, left + right)));
    }

    private int id(String place, String piece) {
      Integer id = vocabulary.id(piece);
      if (id == null) {
        throw new TokenizerException(
            "%s: the merge names '%s', which is not in the vocabulary; do merges and vocabulary belong together?"
                .formatted(place, Vocabulary.shown(piece)));
      }
      return id;
    }

    MergeTable table() {
      var table = new MergeTable(rules.size());
      for (int rank = 0; rank < rules.size(); rank++) {
        Rule rule = rules.get(rank);
        if (!table.add(rule.left(), rule.right(), rank, rule.id())) {
          throw new TokenizerException(
              "%s: merge %d joins two pieces that an earlier one joins; remove one"
                  .formatted(vocabulary.source(), rank));
        }
      }
      return table;
    }
  }
}
