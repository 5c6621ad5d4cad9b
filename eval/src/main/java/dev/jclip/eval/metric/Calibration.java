package dev.jclip.eval.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Whether probabilities mean what they say (Guo et al., On Calibration of Modern Neural Networks,
 * arXiv 1706.04599): confidence is the highest of the K probabilities {@code softmax(scale *
 * score)}.
 *
 * @param ece expected calibration error, equation 3: the mean gap between confidence and accuracy
 * @param mce maximum calibration error, equation 5: the widest gap of a bin
 * @param nll mean negative log-likelihood of the true class, natural logarithm
 * @param brier mean squared distance of the probabilities from the truth, 0..2
 * @param bins the confidences in bins of equal width, rising; bins without images included
 */
public record Calibration(double ece, double mce, double nll, double brier, List<Bin> bins) {
  /** The bins of the paper's figures. */
  public static final int BINS = 15;

  /** Copies the list. */
  public Calibration {
    bins = List.copyOf(bins);
  }

  /**
   * Images of similar confidence.
   *
   * @param low lower end of the confidences, excluded
   * @param high upper end, included
   * @param count images
   * @param confidence their mean confidence; NaN without images
   * @param accuracy the share of them that is classified right; NaN without images
   */
  public record Bin(double low, double high, int count, double confidence, double accuracy) {}

  /**
   * Measures scores [N, K].
   *
   * @param labels N true classes
   * @param scale what scores are multiplied with, above 0
   */
  public static Calibration of(List<float[]> scores, List<Integer> labels, double scale) {
    return of(answers(scores, labels, scale));
  }

  /** The highest probability of each image. */
  public static List<Double> confidences(List<float[]> scores, double scale) {
    return scores.stream()
        .map(row -> Math.exp(Softmax.logProbability(row, Ranking.best(row), scale)))
        .toList();
  }

  static List<Answer> answers(List<float[]> scores, List<Integer> labels, double scale) {
    return IntStream.range(0, scores.size())
        .mapToObj(i -> Answer.of(scores.get(i), labels.get(i), scale))
        .toList();
  }

  /** What the probabilities of one image say. */
  record Answer(double confidence, boolean right, double nll, double brier) {
    public static Answer of(float[] scores, int label, double scale) {
      double[] probabilities = Softmax.of(scores, scale);
      int best = Ranking.best(scores);
      double brier = 0;
      for (int c = 0; c < scores.length; c++) {
        double truth = c == label ? 1 : 0;
        brier += (probabilities[c] - truth) * (probabilities[c] - truth);
      }
      return new Answer(
          probabilities[best], best == label, -Softmax.logProbability(scores, label, scale), brier);
    }

    int bin() {
      return Math.clamp((long) Math.ceil(confidence * BINS) - 1, 0, BINS - 1);
    }
  }

  public static Calibration of(List<Answer> answers) {
    double[] confidences = new double[BINS];
    int[] right = new int[BINS];
    int[] counts = new int[BINS];
    double nll = 0;
    double brier = 0;
    for (Answer answer : answers) {
      int bin = answer.bin();
      confidences[bin] += answer.confidence();
      right[bin] += answer.right() ? 1 : 0;
      counts[bin]++;
      nll += answer.nll();
      brier += answer.brier();
    }
    var bins = new ArrayList<Bin>();
    double ece = 0;
    double mce = 0;
    for (int b = 0; b < BINS; b++) {
      double confidence = confidences[b] / counts[b];
      double accuracy = (double) right[b] / counts[b];
      bins.add(
          new Bin((double) b / BINS, (double) (b + 1) / BINS, counts[b], confidence, accuracy));
      if (counts[b] > 0) {
        double gap = Math.abs(confidence - accuracy);
        ece += gap * counts[b] / answers.size();
        mce = Math.max(mce, gap);
      }
    }
    return new Calibration(ece, mce, nll / answers.size(), brier / answers.size(), bins);
  }
}
