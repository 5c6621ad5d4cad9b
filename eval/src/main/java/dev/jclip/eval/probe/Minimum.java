package dev.jclip.eval.probe;

/**
 * Where a search for a minimum ended.
 *
 * @param point the variables there
 * @param value the function there
 * @param iterations steps that were made
 * @param end why there
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Minimum(double[] point, double value, int iterations, End end) {
  /** Why a search ended. */
  enum End {
    /** The target was reached. */
    CONVERGED,
    /** No step lowers the value any more, in this arithmetic. */
    PRECISION,
    /** The steps were used up. */
    ITERATIONS
  }
}
