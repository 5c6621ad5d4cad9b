package dev.jclip.grounding.space;

import java.util.Arrays;
import java.util.List;

/** Where points lie along an axis, without the few that lie outermost. */
record Spread(double low, double high) {
  /** The share of points at each end that may be wrong, such as those between two surfaces. */
  private static final double OUTERMOST = 0.005;

  static Spread of(List<Vec> points, Vec axis) {
    double[] along = points.stream().mapToDouble(axis::dot).sorted().toArray();
    int cut = (int) (OUTERMOST * along.length);
    return new Spread(along[cut], along[along.length - 1 - cut]);
  }

  static double median(List<Vec> points, Vec axis) {
    double[] along = points.stream().mapToDouble(axis::dot).toArray();
    Arrays.sort(along);
    return along[along.length / 2];
  }

  double length() {
    return high - low;
  }

  double middle() {
    return (low + high) / 2;
  }

  /** The same from the low end, at least so long. */
  Spread atLeast(double length) {
    return new Spread(low, Math.max(high, low + length));
  }
}
