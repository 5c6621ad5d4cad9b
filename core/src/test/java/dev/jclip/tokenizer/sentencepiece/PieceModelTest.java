package dev.jclip.tokenizer.sentencepiece;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where two divisions of a text are equally good. */
class PieceModelTest {
  private static final int P = 0;
  private static final int X = 1;
  private static final int XX = 2;

  @Test
  void ofEqualMergesTheLeftmostIsDoneFirst() {
    PieceTrie characters = PieceTrie.of(List.of(new PieceTrie.Entry("x", X)));
    var merges = new MergeTable(1);
    merges.add(X, X, 0, XX);
    var model = new MergeModel(characters, PieceTrie.of(List.of()), merges, UnknownPieces.asOne(9));
    assertThat(ids(model, "xxx")).containsExactly(XX, X);
    assertThat(ids(model, "xxxxx")).containsExactly(XX, XX, X);
    assertThat(ids(model, "xx\u00e9\u00e9xx")).containsExactly(XX, 9, XX);
  }

  /** Both orders of two pieces have the same sum but for rounding, which differs by width. */
  @Test
  void sumsAreRoundedAsTheReferenceRoundsThem() {
    double p = -8.82311;
    double x = -11.42797;
    double xx = -3.84421;
    assertThat(ids(unigram(UnigramModel.Sums.FLOAT32, p, x, xx), "pxxx")).containsExactly(P, X, XX);
    assertThat(ids(unigram(UnigramModel.Sums.FLOAT64, p, x, xx), "pxxx")).containsExactly(P, XX, X);
  }

  private static UnigramModel unigram(UnigramModel.Sums sums, double... scores) {
    PieceTrie trie =
        PieceTrie.of(
            List.of(
                new PieceTrie.Entry("p", P),
                new PieceTrie.Entry("x", X),
                new PieceTrie.Entry("xx", XX)));
    return new UnigramModel(trie, scores, -20, sums, UnknownPieces.asOne(9));
  }

  private static List<Integer> ids(PieceModel model, String text) {
    var ids = new ArrayList<Integer>();
    model.encode(text, ids::add);
    return ids;
  }
}
