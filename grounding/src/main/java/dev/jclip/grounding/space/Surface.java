package dev.jclip.grounding.space;

import dev.jclip.detect.Box;
import dev.jclip.error.DataException;
import dev.jclip.grounding.space.Frame.Camera;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * The points of an object's seen side: those pixels of a box or mask that stand out from the table,
 * as far as they hang together.
 *
 * @param points one for each pixel
 * @param table what the object stands on, if it is known or seen around the object
 */
record Surface(List<Vec> points, Optional<Plane<Camera>> table) {
  /** Fewer pixels tell nothing. */
  private static final int FEWEST = 8;

  /** What is nearer to the table, as a share of its distance, is the table. */
  private static final double FLAT = 0.004;

  /** Neighbours whose depths differ more, as a share, belong to two things. */
  private static final double STEP = 0.03;

  /** Parts so many pixels apart hang together, since a row of holes may be between them. */
  private static final int GAP = 2;

  /** How far the table is looked for around a box, in sizes of the box. */
  private static final double AROUND = 0.3;

  static Surface of(
      Intrinsics intrinsics, DepthImage depth, Mask mask, Optional<Plane<Camera>> known) {
    Optional<Plane<Camera>> table = known.or(() -> around(intrinsics, depth, mask));
    double typical = typicalDepth(intrinsics, depth, mask);
    Box box = mask.box();
    double size = Math.max(box.width() / intrinsics.fx(), box.height() / intrinsics.fy()) * typical;
    IntPredicate stands =
        pixel -> {
          Vec point = point(intrinsics, depth, pixel);
          return mask.pixels()[pixel]
              && !Double.isNaN(point.z())
              && table
                  .map(plane -> plane.height(point) > FLAT * point.z())
                  .orElse(Math.abs(point.z() - typical) < size);
        };
    List<Vec> points =
        largest(depth, stands).stream().map(pixel -> point(intrinsics, depth, pixel)).toList();
    if (points.size() < FEWEST) {
      throw new DataException(
          "depth: expected an object of at least %d pixels that stands out from what is around it in the box (%.1f, %.1f, %.1f, %.1f), found %d; give its mask, or depth of more pixels"
              .formatted(FEWEST, box.left(), box.top(), box.right(), box.bottom(), points.size()));
    }
    return new Surface(points, table);
  }

  private static Vec point(Intrinsics intrinsics, DepthImage depth, int pixel) {
    int x = pixel % depth.width();
    int y = pixel / depth.width();
    return intrinsics.ray(x + 0.5, y + 0.5).times(depth.metres(x, y));
  }

  /** The median in the middle half of the mask, or in all of it. */
  private static double typicalDepth(Intrinsics intrinsics, DepthImage depth, Mask mask) {
    Box box = mask.box();
    Box middle = Box.around(box.centerX(), box.centerY(), box.width() / 2, box.height() / 2);
    List<Vec> all = points(intrinsics, depth, mask, box);
    if (all.size() < FEWEST) {
      throw new DataException(
          "depth: expected at least %d pixels with a depth in the box (%.1f, %.1f, %.1f, %.1f), found %d of %d; the others are holes (0 or NaN)"
              .formatted(
                  FEWEST,
                  box.left(),
                  box.top(),
                  box.right(),
                  box.bottom(),
                  all.size(),
                  mask.count()));
    }
    List<Vec> inner = points(intrinsics, depth, mask, middle);
    return Spread.median(inner.size() < FEWEST ? all : inner, new Vec(0, 0, 1));
  }

  /** The points of a mask's pixels with a depth whose middles are in a box. */
  private static List<Vec> points(Intrinsics intrinsics, DepthImage depth, Mask mask, Box box) {
    var points = new ArrayList<Vec>();
    for (int i = 0; i < mask.pixels().length; i++) {
      double x = i % mask.width() + 0.5;
      double y = Math.floorDiv(i, mask.width()) + 0.5;
      if (mask.pixels()[i]
          && x >= box.left()
          && x <= box.right()
          && y >= box.top()
          && y <= box.bottom()) {
        Vec point = point(intrinsics, depth, i);
        if (!Double.isNaN(point.z())) {
          points.add(point);
        }
      }
    }
    return points;
  }

  /** The plane around the box, if there is one. */
  private static Optional<Plane<Camera>> around(
      Intrinsics intrinsics, DepthImage depth, Mask mask) {
    Box box = mask.box();
    double margin = 2 + AROUND * Math.max(box.width(), box.height());
    Mask ring =
        Mask.of(
            Box.around(
                box.centerX(), box.centerY(), box.width() + 2 * margin, box.height() + 2 * margin),
            mask.width(),
            mask.height());
    Mask inside = Mask.of(box, mask.width(), mask.height());
    for (int i = 0; i < ring.pixels().length; i++) {
      ring.pixels()[i] &= !inside.pixels()[i];
    }
    return PlaneFit.of(points(intrinsics, depth, ring, new Box(0, 0, mask.width(), mask.height())));
  }

  /** The pixels of the largest part that hangs together. */
  private static List<Integer> largest(DepthImage depth, IntPredicate stands) {
    boolean[] left = new boolean[depth.width() * depth.height()];
    for (int i = 0; i < left.length; i++) {
      left[i] = stands.test(i);
    }
    List<Integer> largest = List.of();
    for (int i = 0; i < left.length; i++) {
      if (left[i]) {
        List<Integer> part = part(depth, left, i);
        largest = part.size() > largest.size() ? part : largest;
      }
    }
    return largest;
  }

  /** Takes a part away from what is left. */
  private static List<Integer> part(DepthImage depth, boolean[] left, int start) {
    var part = new ArrayList<Integer>();
    var next = new ArrayDeque<Integer>(List.of(start));
    left[start] = false;
    while (!next.isEmpty()) {
      int pixel = next.remove();
      part.add(pixel);
      int x = pixel % depth.width();
      int y = pixel / depth.width();
      double here = depth.metres(x, y);
      for (int otherY = Math.max(y - GAP, 0);
          otherY <= Math.min(y + GAP, depth.height() - 1);
          otherY++) {
        for (int otherX = Math.max(x - GAP, 0);
            otherX <= Math.min(x + GAP, depth.width() - 1);
            otherX++) {
          int other = otherY * depth.width() + otherX;
          if (left[other] && Math.abs(depth.metres(otherX, otherY) - here) < STEP * here) {
            left[other] = false;
            next.add(other);
          }
        }
      }
    }
    return part;
  }
}
