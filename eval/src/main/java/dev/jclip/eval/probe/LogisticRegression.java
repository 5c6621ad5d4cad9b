package dev.jclip.eval.probe;

import dev.jclip.tensor.NativeMatrix;
import java.util.Arrays;
import java.util.List;

/**
 * Multinomial logistic regression with an L2 penalty on the weights and none on the intercepts, the
 * objective of scikit-learn's {@code LogisticRegression(solver="lbfgs")}: {@code C * sum of
 * cross-entropies + |weights|^2 / 2}. For two classes scikit-learn has one weight vector; that is
 * the same as two opposite ones with twice the penalty.
 *
 * <p>The features are centred and turned into their principal axes for the fit, which changes
 * neither the weights' norm nor the objective, since the intercepts are free. L-BFGS goes as far as
 * it does in few steps; where the penalty is weak, Newton's method goes on. Holds the examples in
 * native memory until it is closed. For one thread.
 */
final class LogisticRegression implements AutoCloseable {
  /** Steps of a fit, as in the paper. */
  static final int STEPS = 1000;

  private static final int LBFGS_STEPS = 100;

  /** How far the objective may be above its minimum, relative to it. */
  private static final double TOLERANCE = 1e-8;

  private final List<Integer> classes;
  private final int[] labels; // places in classes
  private final double[] shares; // [K] of the examples
  private final double[] means; // [D]
  private final double[] axes; // [D, D], a column each
  private final double[] variances; // [D] along the axes
  private final NativeMatrix examples; // [N, D + 1]
  private final NativeMatrix squares; // [N, D + 1]

  /**
   * Takes examples.
   *
   * @param features N vectors of length D
   * @param labels N classes
   * @throws IllegalArgumentException if fewer than two classes are among them, or a number is not
   *     finite
   */
  LogisticRegression(List<float[]> features, List<Integer> labels) {
    classes = labels.stream().distinct().sorted().toList();
    if (classes.size() < 2 || features.size() != labels.size()) {
      throw new IllegalArgumentException(
          "expected examples of two classes or more, each with its label, found %d examples, %d labels and %d classes"
              .formatted(features.size(), labels.size(), classes.size()));
    }
    this.labels = labels.stream().mapToInt(classes::indexOf).toArray();
    shares = new double[classes.size()];
    for (int label : this.labels) {
      shares[label] += 1.0 / this.labels.length;
    }
    int width = features.getFirst().length;
    means = means(features, width);
    double[] turned;
    try (NativeMatrix centred = centred(features)) {
      axes = centred.principalAxes();
      turned = centred.times(axes, width);
    }
    variances = new double[width];
    double[] values = new double[Math.multiplyExact(features.size(), width + 1)];
    for (int i = 0; i < values.length; i++) {
      int axis = i % (width + 1);
      values[i] = axis == width ? 1 : turned[i / (width + 1) * width + axis];
      if (axis < width) {
        variances[axis] += values[i] * values[i] / features.size();
      }
    }
    examples = new NativeMatrix(values, features.size(), width + 1);
    squares =
        new NativeMatrix(
            Arrays.stream(values).map(value -> value * value).toArray(),
            features.size(),
            width + 1);
  }

  private static double[] means(List<float[]> features, int width) {
    double[] means = new double[width];
    for (int i = 0; i < features.size(); i++) {
      for (int d = 0; d < width; d++) {
        float value = features.get(i)[d];
        if (!Float.isFinite(value)) {
          throw new IllegalArgumentException(
              "features of example %d: expected finite numbers, found %s at %d; is the model damaged?"
                  .formatted(i, value, d));
        }
        means[d] += value / features.size();
      }
    }
    return means;
  }

  private NativeMatrix centred(List<float[]> features) {
    int width = means.length;
    double[] values = new double[Math.multiplyExact(features.size(), width)];
    for (int i = 0, at = 0; i < features.size(); i++) {
      for (int d = 0; d < width; d++, at++) {
        values[at] = features.get(i)[d] - means[d];
      }
    }
    return new NativeMatrix(values, features.size(), width);
  }

  /**
   * Fits weights, from those of an endless penalty: none, and intercepts that give each class its
   * share.
   *
   * @param c the weight C of the examples against the penalty, above 0
   * @param maxSteps how often all examples are gone through, about
   */
  LinearClassifier fit(double c, int maxSteps) {
    requireStrength(c);
    LogisticLoss loss = loss((classes.size() == 2 ? 2 : 1) / (c * labels.length));
    Minimum near =
        new Lbfgs(
                Math.min(maxSteps, LBFGS_STEPS),
                (value, gradient) -> loss.estimatedGap(gradient) <= TOLERANCE * value)
            .minimize(loss, start());
    Minimum minimum =
        new NewtonCg(maxSteps - near.iterations(), TOLERANCE).minimize(loss, near.point());
    return classifier(minimum, near.iterations() + minimum.iterations(), c, loss.stretches());
  }

  /** With logits near 0, an axis curves as much as its variance times the mean of p (1 - p). */
  private LogisticLoss loss(double penalty) {
    double curvature = Arrays.stream(shares).map(share -> share * (1 - share)).average().orElse(0);
    double[] stretches = new double[variances.length + 1];
    double[] penalties = new double[stretches.length];
    for (int d = 0; d < variances.length; d++) {
      stretches[d] = 1 / Math.sqrt(penalty + curvature * variances[d]);
      penalties[d] = penalty * stretches[d] * stretches[d];
    }
    stretches[variances.length] = 1;
    return new LogisticLoss(examples, squares, labels, shares, stretches, penalties);
  }

  private double[] start() {
    double[] start = new double[(means.length + 1) * shares.length];
    double mean = Arrays.stream(shares).map(Math::log).average().orElse(0);
    for (int k = 0; k < shares.length; k++) {
      start[means.length * shares.length + k] = Math.log(shares[k]) - mean;
    }
    return start;
  }

  private LinearClassifier classifier(
      Minimum minimum, int iterations, double c, double[] stretches) {
    int numClasses = classes.size();
    int width = means.length;
    double[][] weights = new double[numClasses][width];
    double[] intercepts = new double[numClasses];
    for (int k = 0; k < numClasses; k++) {
      intercepts[k] = minimum.point()[width * numClasses + k];
      for (int d = 0; d < width; d++) {
        for (int axis = 0; axis < width; axis++) {
          weights[k][d] +=
              axes[d * width + axis] * stretches[axis] * minimum.point()[axis * numClasses + k];
        }
        intercepts[k] -= weights[k][d] * means[d];
      }
    }
    return new LinearClassifier(
        classes,
        weights,
        intercepts,
        minimum.value() * c * labels.length,
        iterations,
        minimum.end() == Minimum.End.CONVERGED);
  }

  static void requireStrength(double c) {
    if (!(c > 0 && Double.isFinite(c))) {
      throw new IllegalArgumentException("C: expected a number above 0, found " + c);
    }
  }

  @Override
  public void close() {
    examples.close();
    squares.close();
  }
}
