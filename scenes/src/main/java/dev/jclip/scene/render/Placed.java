package dev.jclip.scene.render;

import dev.jclip.scene.SceneObject;
import org.jspecify.annotations.Nullable;

/** An object's body at its place, inside a ball that most rays miss. */
final class Placed {
  private static final double NEAR = 1e-3;
  private static final double SLOW = 0.9;
  private static final int MAX_STEPS = 96;

  private final SceneObject object;
  private final Vector colour;
  private final Solid coloured;
  private final @Nullable Solid pale;
  private final double cos;
  private final double sin;
  private final double scale;
  private final Vector middle;
  private final double reach;

  Placed(SceneObject object) {
    this.object = object;
    colour = Vector.ofSrgb(object.colour().srgb());
    Body body = Body.of(object.shape());
    coloured = body.coloured();
    pale = body.pale();
    cos = StrictMath.cos(object.turn());
    sin = StrictMath.sin(object.turn());
    scale = object.size().scale();
    middle = new Vector(object.x(), object.y() + object.height() / 2, object.z());
    reach = Math.hypot(object.radius(), object.height() / 2);
  }

  SceneObject object() {
    return object;
  }

  /** Of its coloured part. */
  Vector colour() {
    return colour;
  }

  double distance(Vector point) {
    return distance(point, false);
  }

  private double distance(Vector point, boolean ofPale) {
    double dx = (point.x() - object.x()) / scale;
    double y = (point.y() - object.y()) / scale;
    double dz = (point.z() - object.z()) / scale;
    double x = cos * dx - sin * dz;
    double z = sin * dx + cos * dz;
    if (pale == null) {
      return scale * coloured.distance(x, y, z);
    }
    double paper = pale.distance(x, y, z);
    return scale * (ofPale ? paper : Math.min(paper, coloured.distance(x, y, z)));
  }

  boolean isPaleAt(Vector point) {
    return pale != null && distance(point, true) < 2 * NEAR;
  }

  /** How far a ray goes before it meets the body; infinite if it does not. */
  double hit(Vector from, Vector direction, double limit) {
    Vector there = middle.minus(from);
    double along = there.dot(direction);
    double missed = there.dot(there) - along * along;
    if (missed > reach * reach) {
      return Double.POSITIVE_INFINITY;
    }
    double half = Math.sqrt(reach * reach - missed);
    double at = Math.max(along - half, 0);
    double end = Math.min(along + half, limit);
    for (int step = 0; step < MAX_STEPS && at < end; step++) {
      double free = distance(from.plus(direction.times(at)));
      if (free < NEAR) {
        return at;
      }
      at += SLOW * free;
    }
    return Double.POSITIVE_INFINITY;
  }

  /**
   * The share of a lamp's light that passes the body on its way to a point; the lamp is no point,
   * so that what passes near is partly in the shade.
   *
   * @param sharpness of the shade's edge
   */
  double passing(Vector from, Vector toLamp, double sharpness) {
    double margin = reach + 0.2;
    Vector there = middle.minus(from);
    double along = there.dot(toLamp);
    double missed = there.dot(there) - along * along;
    if (missed > margin * margin || along < -margin) {
      return 1;
    }
    double half = Math.sqrt(margin * margin - missed);
    double end = along + half;
    double share = 1;
    double at = Math.max(along - half, 0.02);
    for (int step = 0; step < MAX_STEPS && at < end; step++) {
      double free = distance(from.plus(toLamp.times(at)));
      if (free < NEAR) {
        return 0;
      }
      share = Math.min(share, sharpness * free / at);
      at += Math.max(SLOW * free, 0.01);
    }
    return share;
  }

  /** The direction away from the surface. */
  Vector normal(Vector point) {
    double step = 1e-3;
    double xyz = distance(point.plus(new Vector(step, step, step)));
    double x = distance(point.plus(new Vector(step, -step, -step)));
    double y = distance(point.plus(new Vector(-step, step, -step)));
    double z = distance(point.plus(new Vector(-step, -step, step)));
    return new Vector(xyz + x - y - z, xyz + y - x - z, xyz + z - x - y).normalized();
  }

  /** Whether the ball around the body comes near a point. */
  boolean isWithin(Vector point, double distance) {
    Vector there = middle.minus(point);
    double far = reach + distance;
    return there.dot(there) < far * far;
  }
}
