package dev.jclip.grounding.resolve;

import dev.jclip.detect.Box;
import dev.jclip.grounding.calibration.Logistic;
import dev.jclip.grounding.command.Measure;
import dev.jclip.grounding.command.Relation;
import dev.jclip.grounding.view.Sighting;
import dev.jclip.grounding.view.View;
import java.util.OptionalDouble;

/**
 * How well spatial relations hold, as soft probabilities: near 0 or 1 where people agree, and about
 * 0.5 where they do not. The camera looks down at a table, so that what is nearer is lower in the
 * image. Where both objects have a volume, directions, distances and sizes are those in space;
 * contact ("on", "in") is judged by the boxes.
 *
 * @param foreshortening how much shorter a length along the line of sight is in the image than the
 *     same length across it: the sine of the angle at which the camera looks down
 */
public record Geometry(double foreshortening) {
  /** A camera that looks down at an angle of about 35 degrees. */
  public static final Geometry DEFAULT = new Geometry(0.57);

  /** The angle from a direction at which it holds no more than it does not, in degrees. */
  private static final double CONE = 47;

  /**
   * @throws IllegalArgumentException if the foreshortening is not above 0 and at most 1
   */
  public Geometry {
    if (!(foreshortening > 0 && foreshortening <= 1)) {
      throw new IllegalArgumentException(
          "foreshortening: expected above 0, up to 1, found " + foreshortening);
    }
  }

  /** A place on the table, and the size of what stands there, in pixels or in metres. */
  private record Spot(double right, double away, double width, double height) {}

  private Spot inImage(Sighting object) {
    Box box = object.box();
    return new Spot(
        box.centerX(), -box.bottom() / foreshortening, box.width(), Math.max(1e-9, box.height()));
  }

  private Spot spot(Sighting object, boolean inSpace) {
    return inSpace
        ? object.volume().map(v -> new Spot(v.x(), v.z(), v.width(), v.height())).orElseThrow()
        : inImage(object);
  }

  /**
   * The probability that an object has a relation to another one; empty for relations that do not
   * tell where an object is.
   */
  public OptionalDouble holds(Relation.Kind kind, Sighting a, Sighting b) {
    boolean inSpace = a.volume().isPresent() && b.volume().isPresent();
    Spot subject = spot(a, inSpace);
    Spot object = spot(b, inSpace);
    double probability =
        switch (kind) {
          case LEFT_OF -> beside(a, b) * towards(subject, object, -1, 0);
          case RIGHT_OF -> beside(a, b) * towards(subject, object, 1, 0);
          case IN_FRONT_OF -> beside(a, b) * towards(subject, object, 0, -1);
          case BEHIND -> beside(a, b) * towards(subject, object, 0, 1);
          case OPPOSITE ->
              Math.max(towards(subject, object, 0, 1), towards(subject, object, 0, -1));
          case ON -> on(a.box(), b.box());
          case UNDER -> Math.max(on(b.box(), a.box()), above(b.box(), a.box()));
          case IN, PART_OF -> in(a.box(), b.box());
          case WITH -> Math.max(in(b.box(), a.box()), on(b.box(), a.box()));
          case FROM -> Math.max(in(a.box(), b.box()), on(a.box(), b.box()));
          case OUTSIDE -> 1 - in(a.box(), b.box());
          case ABOVE -> Math.max(on(a.box(), b.box()), above(a.box(), b.box()));
          case BELOW -> Math.max(on(b.box(), a.box()), above(b.box(), a.box()));
          case NEXT_TO -> beside(a, b) * soft(0.7 - gap(subject, object), 0.12);
          case NEAR, AROUND -> beside(a, b) * soft(1.3 - gap(subject, object), 0.25);
          case LARGER_THAN -> larger(size(subject), size(object));
          case SMALLER_THAN -> larger(size(object), size(subject));
          case TALLER_THAN -> larger(subject.height(), object.height());
          case SHORTER_THAN -> larger(object.height(), subject.height());
          case NEARER_THAN -> soft(ahead(object, subject), 0.1);
          case FARTHER_THAN -> soft(ahead(subject, object), 0.1);
          case SAME_SIZE_AS -> soft(0.15 - Math.abs(Math.log(size(subject) / size(object))), 0.04);
          default -> Double.NaN;
        };
    return Double.isNaN(probability) ? OptionalDouble.empty() : OptionalDouble.of(probability);
  }

  /** The probability that an object is between two others. */
  public double between(Sighting a, Sighting b, Sighting c) {
    boolean inSpace = a.volume().isPresent() && b.volume().isPresent() && c.volume().isPresent();
    Spot middle = spot(a, inSpace);
    Spot from = spot(b, inSpace);
    Spot to = spot(c, inSpace);
    double right = to.right - from.right;
    double away = to.away - from.away;
    double length = Math.hypot(right, away);
    if (length == 0) {
      return 0;
    }
    double dx = middle.right - from.right;
    double dz = middle.away - from.away;
    double along = (dx * right + dz * away) / (length * length);
    double aside = Math.abs(dx * away - dz * right) / (length * length);
    return soft(along - 0.1, 0.04) * soft(0.9 - along, 0.04) * soft(0.35 - aside, 0.05);
  }

  /**
   * The probability that an object is in that part of what is seen; empty for relations to other
   * objects.
   */
  public OptionalDouble within(Relation.Kind kind, Sighting object, View view) {
    double right = object.box().centerX() / view.width();
    double down = object.box().bottom() / view.height();
    double middle = object.box().centerY() / view.height();
    double probability =
        switch (kind) {
          case AT_LEFT -> soft(0.55 - right, 0.04);
          case AT_RIGHT -> soft(right - 0.45, 0.04);
          case AT_FRONT -> soft(down - 0.5, 0.04);
          case AT_BACK -> soft(0.6 - down, 0.04);
          case AT_TOP -> soft(0.55 - middle, 0.04);
          case AT_BOTTOM -> soft(middle - 0.45, 0.04);
          case AT_MIDDLE -> soft(0.25 - Math.abs(right - 0.5), 0.04);
          case IN_CORNER ->
              soft(Math.abs(right - 0.5) - 0.22, 0.04) * soft(Math.abs(middle - 0.5) - 0.22, 0.04);
          default -> Double.NaN;
        };
    return Double.isNaN(probability) ? OptionalDouble.empty() : OptionalDouble.of(probability);
  }

  /**
   * What an order goes by: the probability that one object comes before another one. Both are
   * ordered in space if both have a volume.
   *
   * @throws IllegalArgumentException for measures that need more than two objects or the image
   */
  public double before(Measure measure, Sighting a, Sighting b) {
    boolean inSpace = a.volume().isPresent() && b.volume().isPresent();
    Spot first = spot(a, inSpace);
    Spot second = spot(b, inSpace);
    return switch (measure) {
      case LEFTMOST, FIRST -> soft(aside(second, first), 0.08);
      case RIGHTMOST, LAST -> soft(aside(first, second), 0.08);
      case TOPMOST -> soft((b.box().centerY() - a.box().centerY()) / unit(a, b), 0.08);
      case BOTTOMMOST -> soft((a.box().centerY() - b.box().centerY()) / unit(a, b), 0.08);
      case FRONTMOST, NEAREST -> soft(ahead(second, first), 0.1);
      case REARMOST, FARTHEST -> soft(ahead(first, second), 0.1);
      case LARGEST -> larger(size(first), size(second));
      case SMALLEST -> larger(size(second), size(first));
      case TALLEST -> larger(first.height, second.height);
      case SHORTEST -> larger(second.height, first.height);
      case WIDEST, THICKEST -> larger(first.width, second.width);
      case NARROWEST, THINNEST -> larger(second.width, first.width);
      case LONGEST ->
          larger(Math.max(first.width, first.height), Math.max(second.width, second.height));
      case CENTRAL, BRIGHTEST, DARKEST ->
          throw new IllegalArgumentException(measure + ": two places do not tell which is first");
    };
  }

  /** The distance between two objects on the table, in widths of theirs. */
  public double distance(Sighting a, Sighting b) {
    boolean inSpace = a.volume().isPresent() && b.volume().isPresent();
    Spot first = spot(a, inSpace);
    Spot second = spot(b, inSpace);
    return Math.hypot(first.right - second.right, first.away - second.away) / width(first, second);
  }

  /** A probability that is 0.5 at a margin of 0 and 0.95 three softnesses beyond it. */
  static double soft(double margin, double softness) {
    return Logistic.sigmoid(margin / softness);
  }

  private static double towards(Spot a, Spot b, int right, int away) {
    double dx = a.right - b.right;
    double dz = a.away - b.away;
    double along = dx * right + dz * away;
    double across = Math.abs(dx * away) + Math.abs(dz * right);
    double angle = Math.toDegrees(Math.atan2(across, along));
    return soft(CONE - angle, 4) * soft(along / width(a, b) - 0.35, 0.06);
  }

  private static double width(Spot a, Spot b) {
    return Math.max(1e-9, (a.width + b.width) / 2);
  }

  private static double unit(Sighting a, Sighting b) {
    return Math.max(1e-9, (a.box().height() + b.box().height()) / 2);
  }

  private static double aside(Spot a, Spot b) {
    return (a.right - b.right) / width(a, b);
  }

  private static double ahead(Spot a, Spot b) {
    return (a.away - b.away) / width(a, b);
  }

  private static double gap(Spot a, Spot b) {
    return Math.hypot(a.right - b.right, a.away - b.away) / width(a, b) - 1;
  }

  private static double size(Spot spot) {
    return Math.sqrt(Math.max(1e-12, spot.width * spot.height));
  }

  /** A quarter more is seen as larger, a twentieth is not. */
  private static double larger(double a, double b) {
    return soft(Math.log(Math.max(1e-9, a) / Math.max(1e-9, b)), 0.05);
  }

  private double on(Box upper, Box lower) {
    double width = Math.max(1e-9, Math.min(upper.width(), lower.width()));
    double common =
        (Math.min(upper.right(), lower.right()) - Math.max(upper.left(), lower.left())) / width;
    double face = Math.max(1e-9, lower.width() * foreshortening); // how far its upper face reaches
    double sunk = (upper.bottom() - lower.top()) / face;
    double rim = (lower.bottom() - upper.bottom()) / Math.max(1e-9, lower.width());
    double wide = upper.width() / Math.max(1e-9, lower.width());
    double higher = (lower.bottom() - upper.bottom() + lower.top() - upper.top()) / face;
    return soft(common - 0.6, 0.06)
        * soft(sunk - 0.22, 0.05)
        * soft(rim - 0.03, 0.015)
        * soft(1.6 - wide, 0.08)
        * soft(higher - 0.05, 0.03);
  }

  private double in(Box inner, Box outer) {
    double covered = inner.intersection(outer) / Math.max(1e-9, inner.area());
    double smaller = inner.area() / Math.max(1e-9, outer.area());
    double contained = soft(covered - 0.8, 0.04) * soft(0.8 - smaller, 0.05);
    return Math.max(contained, on(inner, outer));
  }

  private static double above(Box upper, Box lower) {
    double width = Math.max(1e-9, Math.min(upper.width(), lower.width()));
    double common =
        (Math.min(upper.right(), lower.right()) - Math.max(upper.left(), lower.left())) / width;
    double clear = (lower.top() - upper.bottom()) / Math.max(1e-9, upper.height());
    return soft(common - 0.4, 0.06) * soft(clear + 0.15, 0.05) * soft(1.5 - clear, 0.2);
  }

  /** That neither stands on the other or in it. */
  private double beside(Sighting a, Sighting b) {
    return (1 - Math.max(on(a.box(), b.box()), on(b.box(), a.box())))
        * (1 - Math.max(in(a.box(), b.box()), in(b.box(), a.box())));
  }
}
