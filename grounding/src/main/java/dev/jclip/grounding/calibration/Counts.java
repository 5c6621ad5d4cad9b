package dev.jclip.grounding.calibration;

/** How many of several independent events happen: the Poisson binomial distribution. */
public final class Counts {
  private Counts() {}

  /**
   * The distribution of the number of events that happen.
   *
   * @param probabilities of each event
   * @return the probability of 0, 1, ... all events
   */
  public static double[] distribution(double... probabilities) {
    double[] counts = new double[probabilities.length + 1];
    counts[0] = 1;
    for (int i = 0; i < probabilities.length; i++) {
      for (int count = i + 1; count > 0; count--) {
        counts[count] =
            counts[count] * (1 - probabilities[i]) + counts[count - 1] * probabilities[i];
      }
      counts[0] *= 1 - probabilities[i];
    }
    return counts;
  }

  /** The distribution of the number of events that happen beside one of them. */
  public static double[] without(int event, double... probabilities) {
    double[] others = new double[probabilities.length - 1];
    System.arraycopy(probabilities, 0, others, 0, event);
    System.arraycopy(probabilities, event + 1, others, event, others.length - event);
    return distribution(others);
  }
}
