package dev.jclip.eval.metric;

/** Probabilities of scaled scores, safe for any scale. */
final class Softmax {
  private Softmax() {}

  /** {@code softmax(scale * scores)}. */
  static double[] of(float[] scores, double scale) {
    double best = scores[Ranking.best(scores)];
    double[] probabilities = new double[scores.length];
    double sum = 0;
    for (int c = 0; c < scores.length; c++) {
      probabilities[c] = Math.exp(scale * (scores[c] - best));
      sum += probabilities[c];
    }
    for (int c = 0; c < scores.length; c++) {
      probabilities[c] /= sum;
    }
    return probabilities;
  }

  /** The natural logarithm of one probability, exact where the probability itself is 0. */
  static double logProbability(float[] scores, int label, double scale) {
    double best = scores[Ranking.best(scores)];
    double sum = 0;
    for (float score : scores) {
      sum += Math.exp(scale * (score - best));
    }
    return scale * (scores[label] - best) - Math.log(sum);
  }
}
