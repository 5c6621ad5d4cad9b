package dev.jclip.scene.render;

import dev.jclip.scene.Backdrop;

/** The colours of what objects stand on and before. */
record Ground(Backdrop backdrop) {
  private static final double EDGE = -3.6;

  /** Whether the table is there; beyond its edge one sees the wall. */
  static boolean holds(Vector point) {
    return point.z() > EDGE;
  }

  Vector colour(Vector point) {
    double x = point.x();
    double z = point.z();
    return switch (backdrop) {
      case WOODEN_TABLE -> wood(x, z);
      case WHITE_TABLE -> grey(0.78);
      case DARK_TABLE -> new Vector(0.045, 0.05, 0.06);
      case STONE_FLOOR ->
          grey(0.3 + 0.12 * (Noise.smooth(3 * x, 3 * z) + Noise.smooth(11 * x, 11 * z)));
      case CHEQUERED_CLOTH -> chequered(x, z);
      case SAND -> new Vector(0.66, 0.5, 0.3).times(0.85 + 0.25 * Noise.smooth(19 * x, 19 * z));
    };
  }

  private static Vector wood(double x, double z) {
    double grain = Noise.smooth(1.2 * x, 9 * z) + 0.4 * Noise.smooth(3 * x, 40 * z);
    double board = Math.abs(z / 0.9 - Math.rint(z / 0.9)) < 0.012 ? 0.5 : 1;
    return new Vector(0.42, 0.23, 0.1).times(board * (0.7 + 0.45 * grain));
  }

  private static Vector chequered(double x, double z) {
    boolean light = (((long) Math.floor(x / 0.5) + (long) Math.floor(z / 0.5)) & 1) == 0;
    return light ? grey(0.7) : new Vector(0.22, 0.3, 0.42);
  }

  Vector wall(Vector direction) {
    double height = Math.clamp(2 * direction.y() + 0.9, 0.0, 1.0);
    return switch (backdrop) {
      case WOODEN_TABLE, SAND -> new Vector(0.62, 0.56, 0.46).times(0.6 + 0.4 * height);
      case WHITE_TABLE, CHEQUERED_CLOTH -> new Vector(0.5, 0.56, 0.6).times(0.6 + 0.4 * height);
      case DARK_TABLE -> new Vector(0.16, 0.17, 0.2).times(0.6 + 0.4 * height);
      case STONE_FLOOR -> new Vector(0.4, 0.42, 0.42).times(0.6 + 0.4 * height);
    };
  }

  private static Vector grey(double light) {
    return new Vector(light, light, light);
  }
}
