package dev.jclip.scene.render;

/** Distances to polygons in the plane. */
final class Polygon {
  private Polygon() {}

  /**
   * The distance to the nearest edge, negative inside.
   *
   * @param corners x and y alternating
   */
  static double distance(double[] corners, double x, double y) {
    double nearest = Double.POSITIVE_INFINITY;
    boolean inside = false;
    double fromX = corners[corners.length - 2];
    double fromY = corners[corners.length - 1];
    for (int i = 0; i < corners.length; i += 2) {
      double edgeX = corners[i] - fromX;
      double edgeY = corners[i + 1] - fromY;
      double dx = x - fromX;
      double dy = y - fromY;
      double along =
          Math.clamp((dx * edgeX + dy * edgeY) / (edgeX * edgeX + edgeY * edgeY), 0.0, 1.0);
      double restX = dx - along * edgeX;
      double restY = dy - along * edgeY;
      nearest = Math.min(nearest, restX * restX + restY * restY);
      boolean crosses = (fromY > y) != (corners[i + 1] > y);
      if (crosses && dx < edgeX * dy / edgeY) {
        inside = !inside;
      }
      fromX = corners[i];
      fromY = corners[i + 1];
    }
    return inside ? -Math.sqrt(nearest) : Math.sqrt(nearest);
  }
}
