package dev.jclip.moderation.learn;

/**
 * Logistic regression with an L2 penalty on the weights and none on the intercept: Newton's method,
 * each step solved by conjugate gradients (Nocedal and Wright, Numerical Optimization, 2nd edition,
 * algorithms 7.1 and 5.2), so that its time grows with the examples times their length.
 */
final class LogisticFit {
  private static final int STEPS = 100;
  private static final int PRODUCTS = 250;
  private static final int HALVINGS = 30;
  private static final double TOLERANCE = 1e-7;
  private static final double SUFFICIENT_DECREASE = 1e-4;

  /** Keeps the intercept's equation solvable where all probabilities are 0 or 1. */
  private static final double LEAST_CURVATURE = 1e-9;

  private final double[][] features;
  private final double[] targets;
  private final double penalty;

  private LogisticFit(double[][] features, double[] targets, double penalty) {
    this.features = features;
    this.targets = targets;
    this.penalty = penalty;
  }

  /**
   * Minimises the sum of the cross-entropies plus {@code penalty / 2} times the squared weights.
   *
   * @param features a row for each example, all of one length
   * @param targets the probability of each example, in [0, 1]
   * @param start where the search begins: a weight for each feature, then the intercept
   * @return the weights, then the intercept
   */
  static double[] fit(double[][] features, double[] targets, double penalty, double[] start) {
    return new LogisticFit(features, targets, penalty).minimum(start.clone());
  }

  /** The logit of one row. */
  static double logit(double[] row, double[] point) {
    double sum = point[row.length];
    for (int i = 0; i < row.length; i++) {
      sum += row[i] * point[i];
    }
    return sum;
  }

  /** The logarithm of {@code 1 + exp(x)}, without overflow. */
  static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  private double[] minimum(double[] point) {
    double value = value(point);
    for (int step = 0; step < STEPS; step++) {
      double[] probabilities = probabilities(point);
      double[] gradient = gradient(point, probabilities);
      double slope = norm(gradient);
      if (slope <= TOLERANCE * targets.length) {
        break;
      }
      double[] direction = direction(gradient, probabilities, Math.min(0.1, slope) * slope);
      double along = dot(gradient, direction);
      double length = 1;
      boolean lower = false;
      for (int i = 0; i < HALVINGS && !lower; i++, length /= 2) {
        double[] next = plus(point, length, direction);
        double nextValue = value(next);
        if (nextValue <= value + SUFFICIENT_DECREASE * length * along) {
          point = next;
          lower = nextValue < value;
          value = nextValue;
        }
      }
      if (!lower) {
        break; // no lower value can be told from this one in this arithmetic
      }
    }
    return point;
  }

  private double value(double[] point) {
    double sum = 0;
    for (int i = 0; i < point.length - 1; i++) {
      sum += penalty / 2 * point[i] * point[i];
    }
    for (int i = 0; i < targets.length; i++) {
      double logit = logit(features[i], point);
      sum += softplus(logit) - targets[i] * logit;
    }
    return sum;
  }

  private double[] probabilities(double[] point) {
    double[] probabilities = new double[targets.length];
    for (int i = 0; i < targets.length; i++) {
      probabilities[i] = 1 / (1 + Math.exp(-logit(features[i], point)));
    }
    return probabilities;
  }

  private double[] gradient(double[] point, double[] probabilities) {
    double[] gradient = penalised(point, 0);
    for (int i = 0; i < targets.length; i++) {
      addRow(gradient, probabilities[i] - targets[i], features[i]);
    }
    return gradient;
  }

  /** Minus the inverse curvature times the gradient, as near as it is worth. */
  private double[] direction(double[] gradient, double[] probabilities, double tolerance) {
    double[] direction = new double[gradient.length];
    double[] residual = plus(new double[gradient.length], -1, gradient);
    double[] search = residual.clone();
    double squares = dot(residual, residual);
    for (int i = 0; i < PRODUCTS && Math.sqrt(squares) > tolerance; i++) {
      double[] product = curvature(search, probabilities);
      double length = squares / dot(search, product);
      direction = plus(direction, length, search);
      residual = plus(residual, -length, product);
      double next = dot(residual, residual);
      search = plus(residual, next / squares, search);
      squares = next;
    }
    return direction;
  }

  private double[] curvature(double[] direction, double[] probabilities) {
    double[] product = penalised(direction, LEAST_CURVATURE);
    for (int i = 0; i < targets.length; i++) {
      double weight = probabilities[i] * (1 - probabilities[i]);
      addRow(product, weight * logit(features[i], direction), features[i]);
    }
    return product;
  }

  private double[] penalised(double[] point, double least) {
    double[] result = new double[point.length];
    for (int i = 0; i < point.length - 1; i++) {
      result[i] = (penalty + least) * point[i];
    }
    result[point.length - 1] = least * point[point.length - 1];
    return result;
  }

  private static void addRow(double[] sum, double factor, double[] row) {
    for (int i = 0; i < row.length; i++) {
      sum[i] += factor * row[i];
    }
    sum[row.length] += factor;
  }

  private static double[] plus(double[] a, double factor, double[] b) {
    double[] sum = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      sum[i] = a[i] + factor * b[i];
    }
    return sum;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double norm(double[] a) {
    return Math.sqrt(dot(a, a));
  }
}
