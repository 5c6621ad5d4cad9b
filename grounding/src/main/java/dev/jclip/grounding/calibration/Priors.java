package dev.jclip.grounding.calibration;

import java.util.List;

/**
 * How often what is asked for is not there, or fits several objects, beside how often it fits one:
 * weights of those cases before anything is seen.
 *
 * @param none weight of what is not there; 1 is the weight of exactly one object
 * @param several weight of what fits more objects than one
 */
public record Priors(double none, double several) {
  /** All cases alike. */
  public static final Priors EVEN = new Priors(1, 1);

  private static final double[] WEIGHTS = {0.125, 0.25, 0.5, 1, 2, 4, 8};

  /**
   * @throws IllegalArgumentException if a weight is not positive and finite
   */
  public Priors {
    if (!(none > 0 && several > 0 && Double.isFinite(none + several))) {
      throw new IllegalArgumentException(
          "weights: expected positive finite ones, found " + none + " and " + several);
    }
  }

  /**
   * A description whose answer is known.
   *
   * @param fits the probability that each object fits, independent of the others
   * @param fitting how many of them do fit
   */
  public record Example(List<Double> fits, int fitting) {
    /** Copies the list. */
    public Example {
      fits = List.copyOf(fits);
    }
  }

  /**
   * The weights among powers of two whose probabilities of the three cases are nearest to the
   * examples (the Brier score, which a few examples that were seen wrongly do not decide).
   */
  public static Priors fit(List<Example> examples) {
    Priors best = EVEN;
    double least = Double.POSITIVE_INFINITY;
    for (double none : WEIGHTS) {
      for (double several : WEIGHTS) {
        double score = 0;
        for (Example example : examples) {
          double[] counts =
              Counts.distribution(example.fits().stream().mapToDouble(fit -> fit).toArray());
          double absent = none * counts[0];
          double one = counts.length > 1 ? counts[1] : 0;
          double more = several * (1 - counts[0] - one);
          double[] cases = {absent, one, more};
          for (int fitting = 0; fitting < cases.length; fitting++) {
            boolean actual = fitting == Math.min(2, example.fitting());
            score += square(cases[fitting] / (absent + one + more) - (actual ? 1 : 0));
          }
        }
        if (score < least) {
          least = score;
          best = new Priors(none, several);
        }
      }
    }
    return best;
  }

  private static double square(double value) {
    return value * value;
  }
}
