package dev.jclip.eval.probe;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Finds a minimum by the limited-memory BFGS method (Nocedal and Wright, Numerical Optimization,
 * 2nd edition, algorithms 7.4 and 7.5) with a line search for the strong Wolfe conditions
 * (algorithms 3.5 and 3.6).
 *
 * @param maxIterations steps at most
 * @param target where the search may end
 */
record Lbfgs(int maxIterations, Target target) {
  private static final int HISTORY = 10;
  private static final double SUFFICIENT_DECREASE = 1e-4;
  private static final double CURVATURE = 0.9;
  private static final int LINE_STEPS = 30;

  /** Where a search may end. */
  interface Target {
    /** Whether a point with this value and slope is near enough to the minimum. */
    boolean isReached(double value, double[] gradient);
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Correction(double[] step, double[] change, double inverseProduct) {}

  /** A point with value and slope, and the slope along the search direction. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Trial(
      double length, double[] point, double value, double[] gradient, double slope) {}

  Minimum minimize(Objective objective, double[] start) {
    double[] gradient = new double[start.length];
    double value = objective.evaluate(start, gradient);
    Trial at = new Trial(0, start.clone(), value, gradient, 0);
    Deque<Correction> corrections = new ArrayDeque<>();
    for (int iteration = 0; iteration < maxIterations; iteration++) {
      if (target.isReached(at.value(), at.gradient())) {
        return new Minimum(at.point(), at.value(), iteration, Minimum.End.CONVERGED);
      }
      double[] direction = direction(at.gradient(), corrections);
      double first = corrections.isEmpty() ? Math.min(1, 1 / Vectors.norm(at.gradient())) : 1;
      Trial next = new LineSearch(objective, at, direction).find(first);
      if (!(next.value() < at.value())) {
        if (corrections.isEmpty()) {
          return new Minimum(at.point(), at.value(), iteration, Minimum.End.PRECISION);
        }
        corrections.clear(); // a damaged memory may be the cause: once more along the gradient
        continue;
      }
      remember(corrections, at, next);
      at = next;
    }
    return new Minimum(at.point(), at.value(), maxIterations, Minimum.End.ITERATIONS);
  }

  private static void remember(Deque<Correction> corrections, Trial before, Trial after) {
    double[] step = Vectors.minus(after.point(), before.point());
    double[] change = Vectors.minus(after.gradient(), before.gradient());
    double product = Vectors.dot(step, change);
    if (product > 0) {
      if (corrections.size() == HISTORY) {
        corrections.removeFirst();
      }
      corrections.addLast(new Correction(step, change, 1 / product));
    }
  }

  /** Algorithm 7.4, the two-loop recursion: minus the approximate inverse Hessian's product. */
  private static double[] direction(double[] gradient, Deque<Correction> corrections) {
    double[] q = gradient.clone();
    double[] alphas = new double[corrections.size()];
    int i = corrections.size();
    for (Iterator<Correction> latest = corrections.descendingIterator(); latest.hasNext(); ) {
      Correction correction = latest.next();
      alphas[--i] = correction.inverseProduct() * Vectors.dot(correction.step(), q);
      Vectors.addScaled(q, -alphas[i], correction.change());
    }
    if (!corrections.isEmpty()) {
      Correction last = corrections.getLast();
      Vectors.scale(q, 1 / (last.inverseProduct() * Vectors.dot(last.change(), last.change())));
    }
    for (Correction correction : corrections) {
      double beta = correction.inverseProduct() * Vectors.dot(correction.change(), q);
      Vectors.addScaled(q, alphas[i++] - beta, correction.step());
    }
    Vectors.scale(q, -1);
    return q;
  }

  /** Steps along one direction. */
  private static final class LineSearch {
    private final Objective objective;
    private final Trial start;
    private final double[] direction;
    private final double slope;

    LineSearch(Objective objective, Trial start, double[] direction) {
      this.objective = objective;
      this.start = start;
      this.direction = direction;
      slope = Vectors.dot(start.gradient(), direction);
    }

    /** Algorithm 3.5; gives the lowest point found where the conditions cannot be met. */
    Trial find(double firstLength) {
      Trial before = new Trial(0, start.point(), start.value(), start.gradient(), slope);
      double length = firstLength;
      for (int i = 0; i < LINE_STEPS; i++) {
        Trial trial = at(length);
        if (!decreases(trial) || (i > 0 && trial.value() >= before.value())) {
          return zoom(before, trial);
        }
        if (isFlat(trial)) {
          return trial;
        }
        if (trial.slope() >= 0) {
          return zoom(trial, before);
        }
        before = trial;
        length *= 2;
      }
      return before;
    }

    /** Algorithm 3.6: the low end decreases most, the slope there points to the high end. */
    private Trial zoom(Trial lowEnd, Trial highEnd) {
      Trial low = lowEnd;
      Trial high = highEnd;
      for (int i = 0; i < LINE_STEPS; i++) {
        Trial trial = at(between(low, high));
        if (!decreases(trial) || trial.value() >= low.value()) {
          high = trial;
        } else if (isFlat(trial)) {
          return trial;
        } else {
          if (trial.slope() * (high.length() - low.length()) >= 0) {
            high = low;
          }
          low = trial;
        }
      }
      return low;
    }

    /** The minimum of the cubic through both ends (equation 3.59), kept off the ends. */
    private static double between(Trial low, Trial high) {
      double width = high.length() - low.length();
      double d1 = low.slope() + high.slope() - 3 * (high.value() - low.value()) / width;
      double root = d1 * d1 - low.slope() * high.slope();
      double d2 = Math.signum(width) * Math.sqrt(Math.max(0, root));
      double cubic =
          high.length() - width * (high.slope() + d2 - d1) / (high.slope() - low.slope() + 2 * d2);
      double margin = 0.1 * Math.abs(width);
      double least = Math.min(low.length(), high.length()) + margin;
      double most = Math.max(low.length(), high.length()) - margin;
      return Double.isFinite(cubic) && cubic >= least && cubic <= most
          ? cubic
          : low.length() + width / 2;
    }

    private Trial at(double length) {
      double[] point = start.point().clone();
      Vectors.addScaled(point, length, direction);
      double[] gradient = new double[point.length];
      double value = objective.evaluate(point, gradient);
      return new Trial(length, point, value, gradient, Vectors.dot(gradient, direction));
    }

    private boolean decreases(Trial trial) {
      return trial.value() <= start.value() + SUFFICIENT_DECREASE * trial.length() * slope;
    }

    private boolean isFlat(Trial trial) {
      return Math.abs(trial.slope()) <= -CURVATURE * slope;
    }
  }
}
