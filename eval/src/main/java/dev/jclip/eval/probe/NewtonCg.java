package dev.jclip.eval.probe;

import java.util.Optional;

/**
 * Finds the minimum of a convex function by Newton's method, each step solved as far as it is worth
 * by preconditioned conjugate gradients (Nocedal and Wright, Numerical Optimization, 2nd edition,
 * algorithms 7.1 and 5.3).
 *
 * @param maxProducts products with the curvature at most
 * @param tolerance how far the value may be above the minimum, relative to it
 */
record NewtonCg(int maxProducts, double tolerance) {
  private static final double SUFFICIENT_DECREASE = 1e-4;
  private static final double LOOSEST = 0.1;
  private static final double ROUNDING = 1e-14;
  private static final int PRODUCTS_A_STEP = 1000;
  private static final int HALVINGS = 40;

  /** A convex function. */
  interface Convex {
    /** What is known of the function at a point. */
    Local at(double[] point);
  }

  /** A convex function near a point. */
  interface Local {
    double[] point();

    double value();

    double[] gradient();

    /** At least as much as the value is above the minimum. */
    double gap();

    Curvature curvature();
  }

  /** The second derivative at a point. */
  interface Curvature {
    double[] times(double[] direction);

    /** Its inverse, roughly, times a residual. */
    double[] preconditioned(double[] residual);
  }

  /** A step, and how many products it took. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Step(double[] direction, int products) {}

  Minimum minimize(Convex function, double[] start) {
    Local at = function.at(start);
    int products = 0;
    while (products < maxProducts) {
      double above = at.gap() / at.value();
      if (above <= tolerance) {
        return minimum(at, products, Minimum.End.CONVERGED);
      }
      double accuracy = Math.min(LOOSEST, Math.sqrt(above));
      Step step = solve(at, accuracy, Math.min(PRODUCTS_A_STEP, maxProducts - products));
      products += step.products();
      Optional<Local> next = search(function, at, step.direction());
      if (next.isEmpty()) {
        return minimum(at, products, Minimum.End.PRECISION);
      }
      at = next.get();
    }
    return minimum(
        at,
        products,
        at.gap() <= tolerance * at.value() ? Minimum.End.CONVERGED : Minimum.End.ITERATIONS);
  }

  private static Minimum minimum(Local at, int products, Minimum.End end) {
    return new Minimum(at.point(), at.value(), products, end);
  }

  /** Solves curvature * direction = -gradient to a relative accuracy. */
  private static Step solve(Local at, double accuracy, int limit) {
    double[] direction = new double[at.gradient().length];
    double[] residual = new double[direction.length];
    Vectors.addScaled(residual, -1, at.gradient());
    Curvature curvature = at.curvature();
    double[] conjugate = curvature.preconditioned(residual);
    double size = Vectors.dot(residual, conjugate);
    double goal = accuracy * accuracy * size;
    int products = 0;
    while (products < limit && size > goal) {
      double[] product = curvature.times(conjugate);
      products++;
      double length = size / Vectors.dot(conjugate, product);
      Vectors.addScaled(direction, length, conjugate);
      Vectors.addScaled(residual, -length, product);
      double[] preconditioned = curvature.preconditioned(residual);
      double newSize = Vectors.dot(residual, preconditioned);
      Vectors.scale(conjugate, newSize / size);
      Vectors.addScaled(conjugate, 1, preconditioned);
      size = newSize;
    }
    return new Step(direction, Math.max(1, products));
  }

  /** Halves the step until it lowers the value enough, if that ever is. */
  private static Optional<Local> search(Convex function, Local at, double[] direction) {
    double slope = Vectors.dot(at.gradient(), direction);
    double length = 1;
    for (int i = 0; i < HALVINGS; i++, length /= 2) {
      double[] point = at.point().clone();
      Vectors.addScaled(point, length, direction);
      Local trial = function.at(point);
      double decrease = SUFFICIENT_DECREASE * length * slope;
      if (trial.value() <= at.value() + decrease + ROUNDING * at.value()) {
        return Optional.of(trial);
      }
    }
    return Optional.empty();
  }
}
