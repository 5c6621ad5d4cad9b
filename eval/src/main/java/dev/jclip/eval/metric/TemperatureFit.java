package dev.jclip.eval.metric;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Temperature scaling (arXiv 1706.04599, section 4.2): the one factor on all scores that makes the
 * true classes most likely.
 *
 * @param scale the factor on the scores, fitted on all images
 * @param atLimit whether the likelihood still rose at the end of the range searched, as it does
 *     when all images are right, or none is better than chance
 * @param crossFitted the calibration where each half of the images has the factor fitted on the
 *     other half, so that nothing is measured on what it was fitted to
 */
public record TemperatureFit(double scale, boolean atLimit, Calibration crossFitted) {
  private static final double RANGE = 1e4;
  private static final int STEPS = 100;
  private static final double PRECISION = 1e-10;

  /**
   * Fits a factor to scores [N, K].
   *
   * @param labels N true classes
   * @param start the factor that the model has; the search goes from a ten-thousandth of it to ten
   *     thousand times it
   * @param seed of the division into halves
   */
  public static TemperatureFit fit(
      List<float[]> scores, List<Integer> labels, double start, long seed) {
    List<Integer> all = new ArrayList<>(IntStream.range(0, scores.size()).boxed().toList());
    Search whole = new Search(scores, labels, all, start);
    Collections.shuffle(all, new Random(seed));
    int middle = all.size() / 2;
    List<Integer> one = all.subList(0, middle);
    List<Integer> other = all.subList(middle, all.size());
    var answers = new ArrayList<Calibration.Answer>();
    answers.addAll(answers(scores, labels, other, one, start));
    answers.addAll(answers(scores, labels, one, other, start));
    double scale = whole.minimum();
    return new TemperatureFit(scale, whole.atLimit(scale), Calibration.of(answers));
  }

  private static List<Calibration.Answer> answers(
      List<float[]> scores,
      List<Integer> labels,
      List<Integer> fitted,
      List<Integer> measured,
      double start) {
    double scale = fitted.isEmpty() ? start : new Search(scores, labels, fitted, start).minimum();
    return measured.stream()
        .map(i -> Calibration.Answer.of(scores.get(i), labels.get(i), scale))
        .toList();
  }

  /**
   * The negative log-likelihood as a function of the factor is convex, so its slope has at most one
   * root: Newton's steps, halved intervals where they leave the bracket.
   */
  private record Search(
      List<float[]> scores, List<Integer> labels, List<Integer> chosen, double start) {
    double minimum() {
      double low = start / RANGE;
      double high = start * RANGE;
      if (slopes(high)[0] <= 0) {
        return high;
      }
      if (slopes(low)[0] >= 0) {
        return low;
      }
      double at = start;
      for (int step = 0; step < STEPS && high - low > PRECISION * high; step++) {
        double[] slopes = slopes(at);
        if (slopes[0] > 0) {
          high = at;
        } else {
          low = at;
        }
        double newton = at - slopes[0] / slopes[1];
        double next = newton > low && newton < high ? newton : Math.sqrt(low * high);
        if (Math.abs(next - at) <= PRECISION * at) {
          return next;
        }
        at = next;
      }
      return at;
    }

    boolean atLimit(double scale) {
      return scale > start * RANGE * 0.99 || scale < start / RANGE * 1.01;
    }

    /**
     * First and second derivative: mean of E[s - s_true], and of Var[s], under the softmax. Scores
     * count from the true one: where that is all but certain, the rounding of E[s] would hide the
     * sign.
     */
    private double[] slopes(double scale) {
      double first = 0;
      double second = 0;
      for (int i : chosen) {
        float[] row = scores.get(i);
        double[] probabilities = Softmax.of(row, scale);
        double mean = 0;
        double square = 0;
        for (int c = 0; c < row.length; c++) {
          double above = (double) row[c] - row[labels.get(i)];
          mean += probabilities[c] * above;
          square += probabilities[c] * above * above;
        }
        first += mean;
        second += Math.max(0, square - mean * mean);
      }
      return new double[] {first / chosen.size(), second / chosen.size()};
    }
  }
}
