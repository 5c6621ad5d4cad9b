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
 * <p>The features are centred for the fit, which changes neither the weights nor the objective,
 * since the intercepts are free, and lets it converge. Holds the examples in native memory until it
 * is closed. For one thread.
 */
final class LogisticRegression implements AutoCloseable {
  private static final int MAX_ITERATIONS = 1000;

  /** How far the objective may be above its minimum, relative to it. */
  private static final double TOLERANCE = 1e-8;

  private final List<Integer> classes;
  private final int[] labels; // places in classes
  private final double[] shares; // [K] of the examples
  private final double[] means; // [D]
  private final NativeMatrix centred; // [N, D]

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
    double[] values = new double[Math.multiplyExact(features.size(), width)];
    for (int i = 0, at = 0; i < features.size(); i++) {
      for (int d = 0; d < width; d++, at++) {
        values[at] = features.get(i)[d] - means[d];
      }
    }
    centred = new NativeMatrix(values, features.size(), width);
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

  /**
   * Fits weights, from those of an endless penalty: none, and intercepts that give each class its
   * share.
   *
   * @param c the weight C of the examples against the penalty, above 0
   */
  LinearClassifier fit(double c) {
    requireStrength(c);
    double penalty = (classes.size() == 2 ? 2 : 1) / (c * labels.length);
    double[] start = new double[(means.length + 1) * classes.size()];
    for (int k = 0; k < shares.length; k++) {
      start[means.length * shares.length + k] = Math.log(shares[k]);
    }
    Lbfgs.Minimum minimum =
        new Lbfgs(MAX_ITERATIONS, (value, gradient) -> isNear(value, gradient, penalty))
            .minimize((point, gradient) -> evaluate(point, gradient, penalty), start);
    return classifier(minimum, c);
  }

  /**
   * A function that curves everywhere as much as the penalty does lies at most |slope|^2 / (2
   * penalty) above its minimum (Boyd and Vandenberghe, Convex Optimization, equation 9.9). The
   * intercepts have no penalty: where it is strong, and this matters, all examples have nearly the
   * classes' shares as probabilities, and intercept k curves as much as share k.
   */
  private boolean isNear(double value, double[] gradient, double penalty) {
    int numWeights = means.length * shares.length;
    double above = 0;
    for (int i = 0; i < gradient.length; i++) {
      double curvature = i < numWeights ? penalty : shares[i - numWeights];
      above += gradient[i] * gradient[i] / (2 * curvature);
    }
    return above <= TOLERANCE * value;
  }

  /** The objective divided by C N, of weights [D, K] followed by intercepts [K]. */
  private double evaluate(double[] point, double[] gradient, double penalty) {
    int numClasses = classes.size();
    int numWeights = means.length * numClasses;
    double[] weights = Arrays.copyOf(point, numWeights);
    double[] residuals = centred.times(weights, numClasses); // [N, K] logits without intercepts
    double loss = 0;
    double[] interceptGradient = new double[numClasses];
    for (int i = 0; i < labels.length; i++) {
      loss += toResiduals(residuals, i * numClasses, point, labels[i]);
      for (int k = 0; k < numClasses; k++) {
        interceptGradient[k] += residuals[i * numClasses + k];
      }
    }
    double[] weightGradient = centred.transposedTimes(residuals, numClasses); // [D, K]
    double squares = 0;
    for (int i = 0; i < numWeights; i++) {
      gradient[i] = weightGradient[i] / labels.length + penalty * weights[i];
      squares += weights[i] * weights[i];
    }
    for (int k = 0; k < numClasses; k++) {
      gradient[numWeights + k] = interceptGradient[k] / labels.length;
    }
    return loss / labels.length + penalty * squares / 2;
  }

  /** Makes one example's logits probabilities less the truth, and gives its cross-entropy. */
  private double toResiduals(double[] logits, int from, double[] point, int label) {
    int numClasses = classes.size();
    int intercepts = means.length * numClasses;
    double largest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < numClasses; k++) {
      logits[from + k] += point[intercepts + k];
      largest = Math.max(largest, logits[from + k]);
    }
    double own = logits[from + label];
    double sum = 0;
    for (int k = 0; k < numClasses; k++) {
      logits[from + k] = Math.exp(logits[from + k] - largest);
      sum += logits[from + k];
    }
    for (int k = 0; k < numClasses; k++) {
      logits[from + k] /= sum;
    }
    logits[from + label] -= 1;
    return Math.log(sum) + largest - own;
  }

  private LinearClassifier classifier(Lbfgs.Minimum minimum, double c) {
    int numClasses = classes.size();
    double[][] weights = new double[numClasses][means.length];
    double[] intercepts = new double[numClasses];
    for (int k = 0; k < numClasses; k++) {
      intercepts[k] = minimum.point()[means.length * numClasses + k];
      for (int d = 0; d < means.length; d++) {
        weights[k][d] = minimum.point()[d * numClasses + k];
        intercepts[k] -= weights[k][d] * means[d];
      }
    }
    return new LinearClassifier(
        classes,
        weights,
        intercepts,
        minimum.value() * c * labels.length,
        minimum.iterations(),
        minimum.end() != Lbfgs.End.ITERATIONS);
  }

  static void requireStrength(double c) {
    if (!(c > 0 && Double.isFinite(c))) {
      throw new IllegalArgumentException("C: expected a number above 0, found " + c);
    }
  }

  @Override
  public void close() {
    centred.close();
  }
}
