package dev.jclip.grounding.space;

import java.util.List;

/**
 * Two directions along a table.
 *
 * @param across the table, seen from the camera
 * @param away from the camera
 */
record TableAxes(Vec across, Vec away) {
  /** Away is where the points are from the eye, along the table. */
  static TableAxes of(List<Vec> points, Vec up) {
    Vec sum = new Vec(0, 0, 0);
    for (Vec point : points) {
      sum = sum.plus(point);
    }
    Vec along = sum.minus(up.times(up.dot(sum)));
    // From straight above, away is the image's upper side.
    Vec away = (along.length() > 1e-6 * sum.length() ? along : upwards(up)).unit();
    return new TableAxes(away.cross(up), away);
  }

  private static Vec upwards(Vec up) {
    Vec image = new Vec(0, -1, 0);
    return image.minus(up.times(up.dot(image)));
  }

  /** Turned so that the rectangle around some points is the smallest. */
  TableAxes smallest(List<Vec> points, int turns) {
    TableAxes best = this;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < turns; i++) {
      double angle = Math.PI / 2 * i / turns;
      Vec first = across.times(Math.cos(angle)).plus(away.times(Math.sin(angle)));
      Vec second = away.times(Math.cos(angle)).minus(across.times(Math.sin(angle)));
      double area = Spread.of(points, first).length() * Spread.of(points, second).length();
      if (area < least) {
        least = area;
        best = new TableAxes(first, second);
      }
    }
    return best;
  }
}
