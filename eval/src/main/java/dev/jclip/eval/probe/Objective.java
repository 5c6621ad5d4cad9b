package dev.jclip.eval.probe;

/** A smooth function of many variables. */
interface Objective {
  /**
   * The value at a point.
   *
   * @param gradient is filled with the gradient there
   */
  double evaluate(double[] point, double[] gradient);
}
