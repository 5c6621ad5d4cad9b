package dev.jclip.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The heap against the plain method: again and again the lowest merge, everywhere in the word. */
class BpeVocabularyRandomTest {
  @Test
  void encodesAsThePlainMethodDoes() {
    Map<String, Long> words = new HashMap<>();
    Random random = new Random(5);
    for (int i = 0; i < 400; i++) {
      words.merge(word(random), 1L, Long::sum);
    }
    List<MergeRule> merges = new MergeLearner(words).learn(300);
    Map<String, Integer> ids = new HashMap<>();
    ByteAlphabet.pieces().forEach(piece -> ids.put(piece, ids.size()));
    merges.forEach(merge -> ids.put(merge.merged(), ids.size()));
    var vocabulary = new BpeVocabulary("test", ids, merges, index -> "merge " + index, null);
    for (int i = 0; i < 3000; i++) {
      String word = word(random);
      int[] expected = plain(word, merges).stream().mapToInt(ids::get).toArray();
      assertThat(vocabulary.encode(word)).as(word).isEqualTo(expected);
    }
  }

  private static List<String> plain(String word, List<MergeRule> merges) {
    List<String> pieces = new ArrayList<>(Arrays.asList(word.split("")));
    pieces.set(pieces.size() - 1, pieces.getLast() + ByteAlphabet.END_OF_WORD);
    for (MergeRule merge : merges) {
      for (int i = 0; i + 1 < pieces.size(); i++) {
        if (pieces.get(i).equals(merge.left()) && pieces.get(i + 1).equals(merge.right())) {
          pieces.set(i, merge.merged());
          pieces.remove(i + 1);
        }
      }
    }
    return pieces;
  }

  private static String word(Random random) {
    StringBuilder word = new StringBuilder();
    int length = 1 + random.nextInt(14);
    for (int i = 0; i < length; i++) {
      word.append((char) ('a' + random.nextInt(3)));
    }
    return word.toString();
  }
}
