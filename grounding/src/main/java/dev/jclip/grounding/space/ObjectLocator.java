package dev.jclip.grounding.space;

import dev.jclip.detect.Box;
import dev.jclip.error.DataException;
import dev.jclip.grounding.space.Frame.Camera;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds where an object of an image is in the camera's frame, how large it is, and how it may be
 * grasped: by depth, or by a known table alone. {@link SpaceObject#in} gives the same in the
 * robot's frame. Immutable; safe for many threads.
 *
 * <p>What is behind the side that is seen is a guess: that the object is as deep as it is wide, or,
 * where a flat top is seen, as deep as that.
 */
public final class ObjectLocator {
  /** At least such a share of points lies on top of an object whose top is flat. */
  private static final double FLAT_TOP = 0.25;

  /** Points this near to the top, as a share of the height, are on it. */
  private static final double ON_TOP = 0.05;

  /** An object that is seen down to such a share of its height stands on the table. */
  private static final double STANDS = 0.25;

  /** Fingers reach no further down along an object, in metres. */
  private static final double FINGERS = 0.03;

  /** Turns that are tried for the smallest rectangle around a top. */
  private static final int TURNS = 45;

  private final Intrinsics intrinsics;
  private final Optional<Plane<Camera>> table;

  private ObjectLocator(Intrinsics intrinsics, Optional<Plane<Camera>> table) {
    this.intrinsics = intrinsics;
    this.table = table;
  }

  /** For a camera; a table is looked for in the depth around each object. */
  public ObjectLocator(Intrinsics intrinsics) {
    this(intrinsics, Optional.empty());
  }

  /**
   * The same with a table whose place is known.
   *
   * @throws IllegalArgumentException if the camera is not above it
   */
  public ObjectLocator onTable(Plane<Camera> plane) {
    if (!(plane.originHeight() > 0)) {
      throw new IllegalArgumentException(
          "table: expected a plane below the camera, whose normal points to the camera's side, found the camera %s m above it"
              .formatted(plane.originHeight()));
    }
    return new ObjectLocator(intrinsics, Optional.of(plane));
  }

  /**
   * Locates what a box is around, by depth.
   *
   * @throws IllegalArgumentException if the depth has another size than the intrinsics' image
   * @throws DataException if the box is outside of the image, or has too few pixels with a depth
   */
  public SpaceObject<Camera> locate(Box box, DepthImage depth) {
    Mask mask = Mask.of(box, intrinsics.width(), intrinsics.height());
    if (mask.count() == 0) {
      throw outside(box);
    }
    return locate(mask, depth);
  }

  /**
   * Locates what a mask covers, by depth.
   *
   * @throws IllegalArgumentException if depth or mask have another size than the intrinsics' image
   * @throws DataException if the mask is empty, or has too few pixels with a depth
   */
  public SpaceObject<Camera> locate(Mask mask, DepthImage depth) {
    intrinsics.requireFits("depth", depth.width(), depth.height());
    intrinsics.requireFits("mask", mask.width(), mask.height());
    if (mask.count() == 0) {
      throw new DataException("mask: expected pixels of an object, found none");
    }
    Surface surface = Surface.of(intrinsics, depth, mask, table);
    return surface
        .table()
        .map(plane -> standing(surface.points(), plane))
        .orElseGet(() -> floating(surface.points()));
  }

  private DataException outside(Box box) {
    return new DataException(
        "box: expected one within the image of %d x %d pixels, found (%.1f, %.1f, %.1f, %.1f)"
            .formatted(
                intrinsics.width(),
                intrinsics.height(),
                box.left(),
                box.top(),
                box.right(),
                box.bottom()));
  }

  /** An object on a plane. */
  private static SpaceObject<Camera> standing(List<Vec> points, Plane<Camera> plane) {
    Vec up = plane.normal().vector();
    TableAxes axes = TableAxes.of(points, up);
    Spread heights = Spread.of(points, up);
    double floor = -plane.originHeight();
    double height = heights.high() - floor;
    double bottom = heights.low() - floor < STANDS * height ? floor : heights.low();
    double edge = heights.high() - ON_TOP * (heights.high() - bottom);
    long onTop = points.stream().filter(point -> up.dot(point) > edge).count();
    boolean isFlat = onTop > FLAT_TOP * points.size();
    TableAxes turned = isFlat ? axes.smallest(points, TURNS) : axes;
    Spread across = Spread.of(points, turned.across());
    Spread seen = Spread.of(points, turned.away());
    Spread away = isFlat ? seen : seen.atLeast(across.length());
    Vec foot = turned.across().times(across.middle()).plus(turned.away().times(away.middle()));
    Vec centre = foot.plus(up.times((bottom + heights.high()) / 2));
    var box =
        new OrientedBox<Camera>(
            Point.of(centre),
            Direction.of(turned.across()),
            Direction.of(turned.away()),
            Direction.of(turned.across().cross(turned.away())),
            across.length(),
            away.length(),
            heights.high() - bottom);
    double gripped = Math.max((bottom + heights.high()) / 2, heights.high() - FINGERS);
    boolean isNarrow = across.length() <= away.length();
    var grasp =
        new Grasp<Camera>(
            Point.of(foot.plus(up.times(gripped))),
            plane.normal().opposite(),
            isNarrow ? box.first() : box.second(),
            Math.min(across.length(), away.length()));
    return new SpaceObject<>(middle(points), box, grasp, points.size());
  }

  /** An object of which it is not known what it stands on: in the camera's axes. */
  private static SpaceObject<Camera> floating(List<Vec> points) {
    Spread x = Spread.of(points, new Vec(1, 0, 0));
    Spread y = Spread.of(points, new Vec(0, 1, 0));
    Spread z = Spread.of(points, new Vec(0, 0, 1)).atLeast(Math.min(x.length(), y.length()));
    var centre = new Point<Camera>(x.middle(), y.middle(), z.middle());
    var box =
        new OrientedBox<Camera>(
            centre,
            new Direction<>(1, 0, 0),
            new Direction<>(0, 1, 0),
            new Direction<>(0, 0, 1),
            x.length(),
            y.length(),
            z.length());
    var grasp =
        new Grasp<Camera>(
            centre,
            Direction.of(centre.vector()),
            x.length() <= y.length() ? box.first() : box.second(),
            Math.min(x.length(), y.length()));
    return new SpaceObject<>(middle(points), box, grasp, points.size());
  }

  /** The point that is seen nearest to the middle of all. */
  private static Point<Camera> middle(List<Vec> points) {
    double x = Spread.median(points, new Vec(1, 0, 0));
    double y = Spread.median(points, new Vec(0, 1, 0));
    return points.stream()
        .min(Comparator.comparingDouble(point -> Math.hypot(point.x() - x, point.y() - y)))
        .map(Point::<Camera>of)
        .orElseThrow();
  }

  /**
   * Locates what a box is around by the known table that it stands on, without any depth.
   *
   * @throws IllegalStateException if no table was given
   * @throws DataException if the box is outside of the image, or its lower side is not on the table
   */
  public SpaceObject<Camera> locate(Box box) {
    Plane<Camera> plane =
        table.orElseThrow(
            () -> new IllegalStateException("without depth, onTable must say where the table is"));
    if (Mask.of(box, intrinsics.width(), intrinsics.height()).count() == 0) {
      throw outside(box);
    }
    Vec up = plane.normal().vector();
    Vec lower = intrinsics.ray(box.centerX(), box.bottom());
    if (up.dot(lower) >= 0) {
      throw new DataException(
          "box: expected a lower side on the table, found (%.1f, %.1f, %.1f, %.1f), whose lower side is above the horizon"
              .formatted(box.left(), box.top(), box.right(), box.bottom()));
    }
    Vec front = lower.times(-plane.originHeight() / up.dot(lower));
    TableAxes axes = TableAxes.of(List.of(front), up);
    double width = box.width() / intrinsics.fx() * front.z();
    Vec foot = front.plus(axes.away().times(width / 2));
    Vec upper = intrinsics.ray(box.centerX(), box.top());
    double reach = axes.away().dot(foot) / axes.away().dot(upper);
    double height = Math.max(plane.height(upper.times(reach)), 0);
    Vec centre = foot.plus(up.times(height / 2));
    var oriented =
        new OrientedBox<Camera>(
            Point.of(centre),
            Direction.of(axes.across()),
            Direction.of(axes.away()),
            Direction.of(axes.across().cross(axes.away())),
            width,
            width,
            height);
    double gripped = Math.max(height / 2, height - FINGERS);
    var grasp =
        new Grasp<Camera>(
            Point.of(foot.plus(up.times(gripped))),
            plane.normal().opposite(),
            oriented.first(),
            width);
    return new SpaceObject<>(
        Point.of(centre.minus(axes.away().times(width / 2))), oriented, grasp, 0);
  }
}
