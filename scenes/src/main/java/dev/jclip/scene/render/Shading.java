package dev.jclip.scene.render;

import dev.jclip.scene.Material;
import dev.jclip.scene.Scene;
import dev.jclip.scene.render.EyeRays.Ray;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The light that comes back along a ray. */
final class Shading {
  private static final Vector PAPER = new Vector(0.8, 0.77, 0.68);
  private static final double AMBIENT = 0.42;
  private static final double LAMP = 0.78;

  /** Sharpness of the edges of shade: a lamp of some size, and a point. */
  private static final double SOFT = 7;

  private static final double HARD = 400;

  /** Where it is seen whether a corner hides the sky: distances along the normal. */
  private static final double[] NEAR = {0.06, 0.16, 0.32};

  private final List<Placed> bodies;
  private final Ground ground;
  private final Vector toLamp;
  private final Vector lamp;

  Shading(Scene scene) {
    bodies = scene.objects().stream().map(Placed::new).toList();
    ground = new Ground(scene.backdrop());
    toLamp = Vector.ofAngles(scene.light().azimuth(), scene.light().elevation());
    double warmth = scene.light().warmth();
    lamp = new Vector(1 + 0.06 * warmth, 1, 1 - 0.1 * warmth).times(LAMP);
  }

  /** The index of the first object that a ray meets, or {@link Rendering#GROUND}. */
  int objectAt(Ray ray) {
    return first(ray, toGround(ray)).object();
  }

  /** How far a ray goes before it meets an object or the ground; infinite if it meets neither. */
  double distance(Ray ray) {
    Hit hit = first(ray, toGround(ray));
    Vector point = ray.from().plus(ray.direction().times(hit.distance()));
    boolean isBeyond = hit.object() == Rendering.GROUND && !Ground.holds(point);
    return isBeyond ? Double.POSITIVE_INFINITY : hit.distance();
  }

  Vector light(Ray ray) {
    return light(ray, true);
  }

  private record Hit(int object, double distance) {}

  private Hit first(Ray ray, double limit) {
    var nearest = new Hit(Rendering.GROUND, limit);
    for (int i = 0; i < bodies.size(); i++) {
      double distance = bodies.get(i).hit(ray.from(), ray.direction(), nearest.distance());
      if (distance < nearest.distance()) {
        nearest = new Hit(i, distance);
      }
    }
    return nearest;
  }

  private static double toGround(Ray ray) {
    double down = -ray.direction().y();
    return down > 1e-9 ? ray.from().y() / down : Double.POSITIVE_INFINITY;
  }

  private Vector light(Ray ray, boolean reflects) {
    Hit hit = first(ray, toGround(ray));
    Vector point = ray.from().plus(ray.direction().times(hit.distance()));
    if (hit.object() != Rendering.GROUND) {
      return body(bodies.get(hit.object()), point, ray.direction(), reflects);
    }
    if (Double.isInfinite(hit.distance()) || !Ground.holds(point)) {
      return surroundings(ray.direction());
    }
    return diffuse(ground.colour(point), point, Vector.UP, null);
  }

  /** The wall, and a soft lamp above it that metal mirrors. */
  private Vector surroundings(Vector direction) {
    double glow = Math.max(0, direction.dot(toLamp));
    glow *= glow;
    glow *= glow;
    return ground.wall(direction).plus(lamp.times(1.6 * glow * glow * glow));
  }

  private Vector body(Placed body, Vector point, Vector direction, boolean reflects) {
    Vector normal = body.normal(point);
    boolean pale = body.isPaleAt(point);
    Vector colour = pale ? PAPER : body.colour();
    Vector raised = point.plus(normal.times(4e-3));
    Vector scattered = diffuse(colour, raised, normal, body);
    Vector mirrored = direction.reflected(normal);
    double glint = Math.max(0, mirrored.dot(toLamp));
    if (pale || body.object().material() == Material.MATTE) {
      double soft = glint * glint * glint;
      return scattered.plus(lamp.times(0.05 * soft * soft));
    }
    Vector tint = colour.mix(new Vector(1, 1, 1), 0.12);
    Vector reflection = reflects ? light(new Ray(raised, mirrored), false) : surroundings(mirrored);
    double sharp = glint * glint * glint * glint;
    sharp *= sharp * sharp * sharp;
    return scattered
        .times(0.5)
        .plus(reflection.times(tint).times(0.7))
        .plus(lamp.times(0.9 * sharp * sharp));
  }

  private Vector diffuse(Vector colour, Vector point, Vector normal, @Nullable Placed own) {
    double facing = Math.max(0, normal.dot(toLamp));
    double sky = AMBIENT * (0.7 + 0.3 * normal.y()) * open(point, normal);
    Vector direct = facing == 0 ? Vector.ZERO : lamp.times(facing * passing(point, own));
    return colour.times(direct.plus(new Vector(sky, sky, sky)));
  }

  /** A body's shade on itself has no soft edge: there its surface turns away gradually. */
  private double passing(Vector point, @Nullable Placed own) {
    double share = 1;
    for (Placed body : bodies) {
      share *= body.passing(point, toLamp, body == own ? HARD : SOFT);
      if (share == 0) {
        return 0;
      }
    }
    return share * share * (3 - 2 * share);
  }

  /** How much of the sky a point sees, from the room along its normal. */
  private double open(Vector point, Vector normal) {
    double hidden = 0;
    for (double step : NEAR) {
      Vector there = point.plus(normal.times(step));
      double free = Math.min(step, there.y());
      for (Placed body : bodies) {
        if (body.isWithin(there, step)) {
          free = Math.min(free, body.distance(there));
        }
      }
      hidden += (step - free) / step;
    }
    return Math.max(0.25, 1 - 0.75 * hidden / NEAR.length);
  }
}
