package dev.jclip.scene.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.data.random.SeededRandom;
import dev.jclip.scene.Shape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BodyTest {
  private static final int POINTS = 20_000;

  /** A ray that takes a distance as a step would otherwise pass through a wall. */
  @ParameterizedTest
  @EnumSource(Shape.class)
  void distancesChangeNoFasterThanTheWayThatIsGone(Shape shape) {
    Body body = Body.of(shape);
    var random = SeededRandom.of(1);
    for (int i = 0; i < POINTS; i++) {
      double[] from = {span(random), 1.6 * random.nextDouble() - 0.1, span(random)};
      double[] to = {
        from[0] + 0.1 * span(random), from[1] + 0.1 * span(random), from[2] + 0.1 * span(random)
      };
      double gone = Math.hypot(Math.hypot(to[0] - from[0], to[1] - from[1]), to[2] - from[2]);
      double change = distance(body, from) - distance(body, to);
      assertThat(Math.abs(change)).isLessThanOrEqualTo(gone * (1 + 1e-9));
    }
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void standsOnTheGroundWithinItsCylinder(Shape shape) {
    Body body = Body.of(shape);
    var random = SeededRandom.of(2);
    double lowest = Double.POSITIVE_INFINITY;
    double highest = 0;
    double widest = 0;
    for (int i = 0; i < 20 * POINTS; i++) {
      double[] point = {span(random), 1.5 * random.nextDouble() - 0.1, span(random)};
      if (distance(body, point) <= 0) {
        lowest = Math.min(lowest, point[1]);
        highest = Math.max(highest, point[1]);
        widest = Math.max(widest, Math.hypot(point[0], point[2]));
      }
    }
    assertThat(lowest).isBetween(-0.01, 0.06);
    assertThat(highest).isBetween(shape.height() - 0.1, shape.height() + 0.01);
    assertThat(widest).isBetween(shape.radius() - 0.12, shape.radius() + 0.01);
  }

  private static double span(SeededRandom random) {
    return 1.6 * random.nextDouble() - 0.8;
  }

  private static double distance(Body body, double[] point) {
    double coloured = body.coloured().distance(point[0], point[1], point[2]);
    Solid pale = body.pale();
    return pale == null
        ? coloured
        : Math.min(coloured, pale.distance(point[0], point[1], point[2]));
  }
}
