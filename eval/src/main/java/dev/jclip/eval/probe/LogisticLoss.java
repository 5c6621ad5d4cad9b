package dev.jclip.eval.probe;

import dev.jclip.tensor.NativeMatrix;
import java.util.Arrays;

/**
 * The mean cross-entropy of examples plus half the penalty times the squared weights. The examples
 * stand in the principal axes of their features, each axis stretched so that the function curves
 * about as much along all of them, with a last axis of ones for the intercepts, which have no
 * penalty. A point is [D + 1, K].
 *
 * @param examples [N, D + 1], the last column ones
 * @param squares [N, D + 1], their squares
 * @param labels N classes
 * @param shares [K] of the examples
 * @param stretches [D + 1], the last 1
 * @param penalties [D + 1] of the stretched axes, the last 0
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LogisticLoss(
    NativeMatrix examples,
    NativeMatrix squares,
    int[] labels,
    double[] shares,
    double[] stretches,
    double[] penalties)
    implements Objective, NewtonCg.Convex {
  /** Keeps curvature that has vanished from being divided by. */
  private static final double LEAST_CURVATURE = 1e-14;

  @Override
  public double evaluate(double[] point, double[] gradient) {
    Near local = at(point);
    System.arraycopy(local.gradient(), 0, gradient, 0, gradient.length);
    return local.value();
  }

  /**
   * A function that curves everywhere as much as its penalty does lies at most |gradient|^2 / (2
   * penalty) above its minimum (Boyd and Vandenberghe, Convex Optimization, equation 9.9). The
   * intercepts have no penalty; where all examples have nearly the classes' shares as
   * probabilities, intercept k curves as much as share k. An estimate only: {@link Near#gap} is
   * sure.
   */
  double estimatedGap(double[] gradient) {
    double above = 0;
    int numWeights = gradient.length - shares.length;
    for (int i = 0; i < gradient.length; i++) {
      double curvature = i < numWeights ? penalties[i / shares.length] : shares[i - numWeights];
      above += gradient[i] * gradient[i] / (2 * curvature);
    }
    return above;
  }

  @Override
  public Near at(double[] point) {
    int numClasses = shares.length;
    double[] probabilities = examples.times(rowsTimes(point, stretches), numClasses); // [N, K]
    double loss = 0;
    for (int i = 0; i < labels.length; i++) {
      loss += toProbabilities(probabilities, i * numClasses, labels[i]);
    }
    double[] penalized = rowsTimes(point, penalties);
    double[] gradient = gradient(probabilities);
    Vectors.addScaled(gradient, 1, penalized);
    double value = loss / labels.length + Vectors.dot(point, penalized) / 2;
    return new Near(point, value, gradient, probabilities);
  }

  /** Makes one example's logits probabilities, and gives its cross-entropy. */
  private double toProbabilities(double[] logits, int from, int label) {
    int to = from + shares.length;
    double largest = Arrays.stream(logits, from, to).max().orElseThrow();
    double own = logits[from + label];
    double sum = 0;
    for (int k = from; k < to; k++) {
      logits[k] = Math.exp(logits[k] - largest);
      sum += logits[k];
    }
    for (int k = from; k < to; k++) {
      logits[k] /= sum;
    }
    return Math.log(sum) + largest - own;
  }

  /** What the cross-entropy contributes to the gradient, given probabilities [N, K]. */
  private double[] gradient(double[] probabilities) {
    double[] residuals = probabilities.clone();
    for (int i = 0; i < labels.length; i++) {
      residuals[i * shares.length + labels[i]] -= 1;
    }
    return overExamples(residuals);
  }

  /** The mean over the examples of each axis times each of K numbers: [D + 1, K]. */
  private double[] overExamples(double[] numbers) {
    double[] sums =
        rowsTimes(examples.transposedTimes(numbers, shares.length), stretches); // [D + 1, K]
    Vectors.scale(sums, 1.0 / labels.length);
    return sums;
  }

  private double[] rowsTimes(double[] matrix, double[] factors) {
    double[] product = new double[matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      product[i] = matrix[i] * factors[i / shares.length];
    }
    return product;
  }

  /** The function near a point, where the examples have certain probabilities [N, K]. */
  final class Near implements NewtonCg.Local {
    private final double[] point;
    private final double value;
    private final double[] gradient;
    private final double[] probabilities;

    private Near(double[] point, double value, double[] gradient, double[] probabilities) {
      this.point = point;
      this.value = value;
      this.gradient = gradient;
      this.probabilities = probabilities;
    }

    @Override
    public double[] point() {
      return point;
    }

    @Override
    public double value() {
      return value;
    }

    @Override
    public double[] gradient() {
      return gradient;
    }

    /**
     * The duality gap. Any probabilities q that agree with the classes' shares on average bound the
     * minimum from below: their mean entropy less |gradient by q|^2 / (2 penalty). The ones here do
     * not agree wholly; they are mixed with as much of one distribution as makes them.
     */
    @Override
    public double gap() {
      int numClasses = shares.length;
      int intercepts = gradient.length - numClasses;
      double most = 0;
      for (int k = 0; k < numClasses; k++) {
        most = Math.max(most, gradient[intercepts + k] / shares[k]);
      }
      double[] agreeing = probabilities.clone();
      double entropy = 0;
      for (int i = 0; i < agreeing.length; i++) {
        int k = i % numClasses;
        double mixed = agreeing[i] + most * shares[k] - gradient[intercepts + k];
        agreeing[i] = Math.max(0, mixed / (1 + most));
        entropy -= agreeing[i] > 0 ? agreeing[i] * Math.log(agreeing[i]) : 0;
      }
      double[] gradient = LogisticLoss.this.gradient(agreeing);
      double squares = 0;
      for (int i = 0; i < intercepts; i++) {
        squares += gradient[i] * gradient[i] / (2 * penalties[i / numClasses]);
      }
      return value - (entropy / labels.length - squares);
    }

    @Override
    public NewtonCg.Curvature curvature() {
      double[] diagonal = squares.transposedTimes(probabilities, shares.length);
      for (int i = 0; i < diagonal.length; i++) {
        double stretch = stretches[i / shares.length];
        diagonal[i] = stretch * stretch * diagonal[i] / labels.length;
        diagonal[i] += penalties[i / shares.length] + LEAST_CURVATURE;
      }
      return new Curvature(probabilities, diagonal);
    }
  }

  /** The second derivative where the examples have certain probabilities [N, K]. */
  private final class Curvature implements NewtonCg.Curvature {
    private final double[] probabilities;
    private final double[] diagonal; // [D + 1, K]

    Curvature(double[] probabilities, double[] diagonal) {
      this.probabilities = probabilities;
      this.diagonal = diagonal;
    }

    @Override
    public double[] times(double[] direction) {
      int numClasses = shares.length;
      double[] changes = examples.times(rowsTimes(direction, stretches), numClasses); // [N, K]
      for (int from = 0; from < changes.length; from += numClasses) {
        double mean = 0;
        for (int k = from; k < from + numClasses; k++) {
          mean += probabilities[k] * changes[k];
        }
        for (int k = from; k < from + numClasses; k++) {
          changes[k] = probabilities[k] * (changes[k] - mean);
        }
      }
      double[] product = overExamples(changes);
      Vectors.addScaled(product, 1, rowsTimes(direction, penalties));
      return product;
    }

    /**
     * Where p are one example's probabilities, the pseudo-inverse of diag(p) - p p^T is 1 / p
     * between two projections onto numbers that add up to 0 over the classes; over all examples the
     * same form is near.
     */
    @Override
    public double[] preconditioned(double[] residual) {
      double[] quotients = projected(residual);
      for (int i = 0; i < quotients.length; i++) {
        quotients[i] /= diagonal[i];
      }
      return projected(quotients);
    }

    private double[] projected(double[] matrix) {
      double[] projected = matrix.clone();
      for (int from = 0; from < matrix.length; from += shares.length) {
        int to = from + shares.length;
        double mean = Arrays.stream(matrix, from, to).sum() / shares.length;
        for (int i = from; i < to; i++) {
          projected[i] -= mean;
        }
      }
      return projected;
    }
  }
}
