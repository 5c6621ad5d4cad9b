package dev.jclip.scene.render;

import dev.jclip.scene.Shape;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The form of a shape, with the ground at height 0.
 *
 * @param coloured the part in the object's colour
 * @param pale a part of paper, if there is one
 */
record Body(Solid coloured, @Nullable Solid pale) {
  private static final Map<Shape, Body> BODIES = bodies();

  static Body of(Shape shape) {
    Body body = BODIES.get(shape);
    if (body == null) {
      throw new IllegalArgumentException("no body for " + shape);
    }
    return body;
  }

  private static Map<Shape, Body> bodies() {
    var bodies = new EnumMap<Shape, Body>(Shape.class);
    Arrays.stream(Shape.values()).forEach(shape -> bodies.put(shape, form(shape)));
    return bodies;
  }

  private static Body form(Shape shape) {
    return switch (shape) {
      case CUBE -> new Body(Solid.box(0.38, 0.38, 0.38, 0.03).at(0, 0.38, 0), null);
      case BALL -> new Body(Solid.ball(0.45).at(0, 0.45, 0), null);
      case CYLINDER -> new Body(Solid.lathe(0.02, 0, 0.02, 0.34, 0.02, 0.34, 0.84, 0, 0.84), null);
      case CONE -> new Body(Solid.lathe(0.02, 0, 0.02, 0.44, 0.02, 0, 0.92), null);
      case PYRAMID -> new Body(Solid.pyramid(0.42, 0.8), null);
      case RING -> new Body(Solid.torus(0.37, 0.12).at(0, 0.49, 0), null);
      case MUG -> new Body(mug(), null);
      case BOWL -> new Body(Solid.shell(0.47, 0.025).at(0, 0.495, 0).and(foot()), null);
      case BOTTLE ->
          new Body(
              Solid.lathe(
                  0.02, 0, 0.02, 0.24, 0.02, 0.24, 0.66, 0.18, 0.82, 0.08, 0.94, 0.08, 1.14, 0.11,
                  1.14, 0.11, 1.27, 0, 1.27),
              null);
      case BOOK -> new Body(covers(), Solid.box(0.41, 0.085, 0.29, 0.005).at(0.005, 0.12, 0));
      case BOX ->
          new Body(
              Solid.box(0.44, 0.25, 0.38, 0.02)
                  .at(0, 0.25, 0)
                  .without(Solid.box(0.4, 0.4, 0.34, 0.01).at(0, 0.44, 0)),
              null);
      case PLATE ->
          new Body(
              Solid.lathe(0.015, 0, 0.02, 0.3, 0.02, 0.6, 0.1, 0.58, 0.115, 0.3, 0.045, 0, 0.045),
              null);
    };
  }

  private static Solid mug() {
    Solid cup = Solid.lathe(0.015, 0, 0.02, 0.3, 0.02, 0.3, 0.72, 0.27, 0.72, 0.27, 0.06, 0, 0.06);
    Solid outside = (x, y, z) -> 0.29 - Math.sqrt(x * x + z * z);
    Solid handle = Solid.torus(0.2, 0.045).at(0.32, 0.38, 0);
    return cup.and((x, y, z) -> Math.max(handle.distance(x, y, z), outside.distance(x, y, z)));
  }

  private static Solid foot() {
    return Solid.lathe(0.01, 0, 0.01, 0.2, 0.01, 0.2, 0.06, 0, 0.06);
  }

  private static Solid covers() {
    Solid lower = Solid.box(0.44, 0.02, 0.32, 0.01).at(0, 0.02, 0);
    Solid upper = Solid.box(0.44, 0.02, 0.32, 0.01).at(0, 0.22, 0);
    Solid spine = Solid.box(0.02, 0.12, 0.32, 0.01).at(-0.42, 0.12, 0);
    return lower.and(upper).and(spine);
  }
}
