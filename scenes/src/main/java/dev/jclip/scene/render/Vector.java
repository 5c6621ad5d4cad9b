package dev.jclip.scene.render;

/** A point, a direction, or a colour of linear light. */
record Vector(double x, double y, double z) {
  static final Vector ZERO = new Vector(0, 0, 0);
  static final Vector UP = new Vector(0, 1, 0);

  static Vector ofAngles(double azimuth, double elevation) {
    double level = StrictMath.cos(elevation);
    return new Vector(
        level * StrictMath.sin(azimuth),
        StrictMath.sin(elevation),
        level * StrictMath.cos(azimuth));
  }

  /** Of an sRGB colour, 0xRRGGBB. */
  static Vector ofSrgb(int srgb) {
    return new Vector(linear(srgb >> 16 & 255), linear(srgb >> 8 & 255), linear(srgb & 255));
  }

  private static double linear(int level) {
    return StrictMath.pow(level / 255.0, Tone.GAMMA);
  }

  Vector plus(Vector other) {
    return new Vector(x + other.x, y + other.y, z + other.z);
  }

  Vector minus(Vector other) {
    return new Vector(x - other.x, y - other.y, z - other.z);
  }

  Vector times(double factor) {
    return new Vector(x * factor, y * factor, z * factor);
  }

  Vector times(Vector other) {
    return new Vector(x * other.x, y * other.y, z * other.z);
  }

  double dot(Vector other) {
    return x * other.x + y * other.y + z * other.z;
  }

  Vector cross(Vector other) {
    return new Vector(
        y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x);
  }

  Vector normalized() {
    return times(1 / Math.sqrt(dot(this)));
  }

  Vector reflected(Vector normal) {
    return minus(normal.times(2 * dot(normal)));
  }

  /** The point between this and another. */
  Vector mix(Vector other, double share) {
    return times(1 - share).plus(other.times(share));
  }
}
