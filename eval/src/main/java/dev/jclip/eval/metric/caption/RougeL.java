package dev.jclip.eval.metric.caption;

import java.util.List;

/**
 * ROUGE-L of one caption (C.-Y. Lin, ROUGE: A Package for Automatic Evaluation of Summaries, 2004,
 * equations 2 to 4): how much of it and of a reference their longest common subsequence of words
 * covers. As in COCO's evaluation code, the best precision and the best recall over the references
 * are combined, with beta 1.2.
 */
final class RougeL {
  private static final double BETA_SQUARED = 1.2 * 1.2;

  private RougeL() {}

  static double of(CaptionPair pair) {
    double precision = 0;
    double recall = 0;
    for (List<String> reference : pair.references()) {
      int common = longestCommonSubsequence(pair.candidate(), reference);
      if (common > 0) {
        precision = Math.max(precision, (double) common / pair.candidate().size());
        recall = Math.max(recall, (double) common / reference.size());
      }
    }
    return recall == 0
        ? 0
        : (1 + BETA_SQUARED) * precision * recall / (recall + BETA_SQUARED * precision);
  }

  private static int longestCommonSubsequence(List<String> a, List<String> b) {
    var above = new int[b.size() + 1];
    for (String word : a) {
      var row = new int[b.size() + 1];
      for (int j = 0; j < b.size(); j++) {
        row[j + 1] = word.equals(b.get(j)) ? above[j] + 1 : Math.max(row[j], above[j + 1]);
      }
      above = row;
    }
    return above[b.size()];
  }
}
