package dev.jclip.grounding.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.detect.Box;
import dev.jclip.error.DataException;
import dev.jclip.grounding.space.Frame.Camera;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A brick and a ball on a table, seen from 45 degrees above, their depth computed ray by ray. */
class ObjectLocatorTest {
  private static final int WIDTH = 160;
  private static final int HEIGHT = 120;
  private static final double ROOT = Math.sqrt(0.5);

  private final Intrinsics intrinsics = new Intrinsics(WIDTH, HEIGHT, 200, 200, 79.5, 59.5);

  /** The table's plane, 0.7 m below the eye. */
  private final Plane<Camera> table = new Plane<>(new Direction<>(0, -ROOT, -ROOT), 0.7);

  private final Vec up = table.normal().vector();
  private final Vec across = new Vec(1, 0, 0);
  private final Vec away = new Vec(0, -ROOT, ROOT);

  /** A place on the table, from where the camera looks. */
  private Vec onTable(double right, double back) {
    Vec looked = new Vec(0, 0, 0.7 / ROOT);
    return looked.plus(across.times(right)).plus(away.times(back));
  }

  /** Through the middle of a pixel. */
  private Vec ray(int pixel) {
    return intrinsics.ray(pixel % WIDTH + 0.5, Math.floorDiv(pixel, WIDTH) + 0.5);
  }

  /** How far along a ray something is met. */
  private interface Body {
    double hit(Vec ray);
  }

  private double ground(Vec ray) {
    double down = -up.dot(ray);
    return down > 0 ? table.originHeight() / down : Double.POSITIVE_INFINITY;
  }

  private static Body ball(Vec middle, double radius) {
    return ray -> {
      double a = ray.dot(ray);
      double b = ray.dot(middle);
      double root = b * b - a * (middle.dot(middle) - radius * radius);
      return root < 0 ? Double.POSITIVE_INFINITY : (b - Math.sqrt(root)) / a;
    };
  }

  /** A brick that stands on the table, turned on it. */
  private Body brick(Vec foot, double turn, double length, double width, double height) {
    Vec first = across.times(Math.cos(turn)).plus(away.times(Math.sin(turn)));
    Vec second = away.times(Math.cos(turn)).minus(across.times(Math.sin(turn)));
    Vec middle = foot.plus(up.times(height / 2));
    Vec[] axes = {first, second, up};
    double[] halves = {length / 2, width / 2, height / 2};
    return ray -> {
      double near = 0;
      double far = Double.POSITIVE_INFINITY;
      for (int i = 0; i < 3; i++) {
        double toMiddle = axes[i].dot(middle);
        double speed = axes[i].dot(ray);
        double one = (toMiddle - halves[i]) / speed;
        double other = (toMiddle + halves[i]) / speed;
        near = Math.max(near, Math.min(one, other));
        far = Math.min(far, Math.max(one, other));
      }
      return near < far ? near : Double.POSITIVE_INFINITY;
    };
  }

  private float[] depths(Body... bodies) {
    float[] depths = new float[WIDTH * HEIGHT];
    for (int i = 0; i < depths.length; i++) {
      Vec ray = ray(i);
      double nearest = ground(ray);
      for (Body body : bodies) {
        nearest = Math.min(nearest, body.hit(ray));
      }
      depths[i] = (float) nearest;
    }
    return depths;
  }

  /** The box around what a body hides of the table. */
  private Box box(Body body) {
    boolean[] pixels = new boolean[WIDTH * HEIGHT];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = Double.isFinite(body.hit(ray(i)));
    }
    return new Mask(WIDTH, HEIGHT, pixels).box();
  }

  private static DepthImage image(float[] depths) {
    return DepthImage.ofMetres(WIDTH, HEIGHT, depths);
  }

  @Test
  void aBallsMiddleIsItsRadiusBehindItsSurface() {
    Vec middle = onTable(-0.1, 0.05).plus(up.times(0.06));
    Body ball = ball(middle, 0.06);
    SpaceObject<Camera> found =
        new ObjectLocator(intrinsics).locate(box(ball), image(depths(ball)));
    assertThat(found.centre().distance(Point.of(middle))).isLessThan(0.004);
    assertThat(found.surface().distance(Point.of(middle))).isCloseTo(0.06, within(0.002));
    assertThat(found.surface().z()).isLessThan(found.centre().z());
    assertThat(found.box().firstLength()).isCloseTo(0.12, within(0.006));
    assertThat(found.box().secondLength()).isCloseTo(0.12, within(0.006));
    assertThat(found.box().thirdLength()).isCloseTo(0.12, within(0.006));
  }

  @Test
  void aBrickIsGraspedFromAboveAcrossItsShortSide() {
    Vec foot = onTable(0.08, -0.04);
    Body brick = brick(foot, 0.5, 0.2, 0.06, 0.08);
    SpaceObject<Camera> found =
        new ObjectLocator(intrinsics).locate(box(brick), image(depths(brick)));
    assertThat(found.centre().distance(Point.of(foot.plus(up.times(0.04))))).isLessThan(0.006);
    assertThat(found.box().thirdLength()).isCloseTo(0.08, within(0.004));
    Grasp<Camera> grasp = found.grasp();
    assertThat(grasp.width()).isCloseTo(0.06, within(0.008));
    assertThat(grasp.approach().vector().dot(up)).isCloseTo(-1, within(1e-3));
    Vec shortSide = away.times(Math.cos(0.5)).minus(across.times(Math.sin(0.5)));
    assertThat(Math.abs(grasp.closing().vector().dot(shortSide))).isGreaterThan(0.99);
    assertThat(table.height(grasp.point())).isCloseTo(0.05, within(0.004));
  }

  @Test
  void holesAreLeftOut() {
    Vec foot = onTable(0, 0);
    Body brick = brick(foot, 0, 0.1, 0.1, 0.1);
    float[] depths = depths(brick);
    for (int i = 0; i < depths.length; i++) {
      depths[i] = i % 7 == 0 ? 0 : i % 11 == 0 ? Float.NaN : depths[i];
    }
    SpaceObject<Camera> found = new ObjectLocator(intrinsics).locate(box(brick), image(depths));
    assertThat(found.centre().distance(Point.of(foot.plus(up.times(0.05))))).isLessThan(0.006);
    assertThat(found.pixels()).isPositive();
  }

  @Test
  void whatHangsInTheAirIsMeasuredWithoutATable() {
    Vec middle = new Vec(0.05, -0.02, 0.8);
    Body ball = ball(middle, 0.08);
    float[] depths = new float[WIDTH * HEIGHT];
    for (int i = 0; i < depths.length; i++) {
      double hit = ball.hit(ray(i));
      depths[i] = Double.isFinite(hit) ? (float) hit : 0;
    }
    SpaceObject<Camera> found = new ObjectLocator(intrinsics).locate(box(ball), image(depths));
    assertThat(found.centre().distance(Point.of(middle))).isLessThan(0.008);
    assertThat(found.grasp().approach().vector().dot(middle.unit())).isCloseTo(1, within(1e-3));
  }

  @Test
  void aKnownTableTellsWithoutDepth() {
    Vec foot = onTable(-0.05, 0.02);
    Body brick = brick(foot, 0, 0.08, 0.08, 0.12);
    SpaceObject<Camera> found = new ObjectLocator(intrinsics).onTable(table).locate(box(brick));
    assertThat(found.centre().distance(Point.of(foot.plus(up.times(0.06))))).isLessThan(0.02);
    assertThat(found.box().thirdLength()).isCloseTo(0.12, within(0.035));
    assertThat(found.pixels()).isZero();
  }

  @Test
  void mistakesAreNamed() {
    var locator = new ObjectLocator(intrinsics);
    Box box = new Box(40, 40, 80, 80);
    DepthImage half = DepthImage.ofMetres(80, 60, new float[80 * 60]);
    assertThatThrownBy(() -> locator.locate(box, half))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("depth: expected the size of the intrinsics' image, 160 x 120")
        .hasMessageContaining("found 80 x 60");
    float[] depths = depths();
    assertThatThrownBy(() -> locator.locate(new Box(200, 40, 240, 80), image(depths)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("within the image of 160 x 120 pixels, found (200.0,");
    assertThatThrownBy(() -> locator.locate(box, image(depths)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("stands out from what is around it");
    Arrays.fill(depths, Float.NaN);
    assertThatThrownBy(() -> locator.locate(box, image(depths)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found 0 of 1600; the others are holes");
    assertThatThrownBy(
            () ->
                locator.locate(new Mask(WIDTH, HEIGHT, new boolean[WIDTH * HEIGHT]), image(depths)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected pixels of an object, found none");
    assertThatThrownBy(() -> locator.locate(box))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("onTable");
    assertThatThrownBy(() -> locator.onTable(new Plane<>(new Direction<>(0, 1, 0), -0.5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the camera -0.5 m above it");
  }
}
