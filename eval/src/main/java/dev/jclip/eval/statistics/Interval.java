package dev.jclip.eval.statistics;

/**
 * Where a figure would lie with other data of the same kind.
 *
 * @param low lower end, included
 * @param high upper end, included
 * @param confidence the share of data sets, in 0..1, whose interval holds the true figure
 * @param method how it was found
 */
public record Interval(double low, double high, double confidence, Method method) {
  /** How an interval was found. */
  public enum Method {
    /** Bias-corrected and accelerated bootstrap. */
    BCA,
    /** An exact bound, Clopper and Pearson's where units weigh the same, if all agree. */
    EXACT,
    /** The figure itself, since it is the same whichever units are counted. */
    CONSTANT
  }
}
