package dev.jclip.grounding.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.detect.Box;
import dev.jclip.grounding.command.Measure;
import dev.jclip.grounding.command.Relation.Kind;
import dev.jclip.grounding.view.Sighting;
import dev.jclip.grounding.view.Volume;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Boxes as a camera sees them that looks down at a table. */
class GeometryTest {
  private static final double YES = 0.9;
  private static final double NO = 0.1;

  private final Geometry geometry = Geometry.DEFAULT;

  private static Sighting box(double left, double top, double right, double bottom) {
    return new Sighting(0, "thing", 1, new Box(left, top, right, bottom), Optional.empty());
  }

  private double holds(Kind kind, Sighting a, Sighting b) {
    return geometry.holds(kind, a, b).orElseThrow();
  }

  @Test
  void directionsAreThoseOfWhoLooks() {
    Sighting middle = box(300, 300, 360, 380);
    Sighting left = box(150, 305, 210, 385);
    Sighting front = box(305, 400, 365, 480);
    assertThat(holds(Kind.LEFT_OF, left, middle)).isGreaterThan(YES);
    assertThat(holds(Kind.RIGHT_OF, left, middle)).isLessThan(NO);
    assertThat(holds(Kind.RIGHT_OF, middle, left)).isGreaterThan(YES);
    assertThat(holds(Kind.IN_FRONT_OF, left, middle)).isLessThan(NO);
    assertThat(holds(Kind.IN_FRONT_OF, front, middle)).isGreaterThan(YES);
    assertThat(holds(Kind.BEHIND, middle, front)).isGreaterThan(YES);
    assertThat(holds(Kind.NEARER_THAN, front, middle)).isGreaterThan(YES);
    Sighting between = box(200, 360, 260, 440); // left and in front alike
    assertThat(holds(Kind.LEFT_OF, between, middle)).isBetween(NO, YES);
    assertThat(holds(Kind.IN_FRONT_OF, between, middle)).isBetween(NO, YES);
  }

  @Test
  void whatStandsOnSomethingCoversItsUpperFace() {
    Sighting book = box(200, 300, 320, 370);
    Sighting upon = box(235, 265, 285, 345);
    Sighting behind = box(235, 220, 285, 300);
    Sighting before = box(235, 330, 285, 410);
    assertThat(holds(Kind.ON, upon, book)).isGreaterThan(YES);
    assertThat(holds(Kind.UNDER, book, upon)).isGreaterThan(YES);
    assertThat(holds(Kind.ON, book, upon)).isLessThan(NO);
    assertThat(holds(Kind.ON, behind, book)).isLessThan(NO);
    assertThat(holds(Kind.ON, before, book)).isLessThan(NO);
    assertThat(holds(Kind.NEXT_TO, upon, book)).as("on it").isLessThan(NO);
    assertThat(holds(Kind.BEHIND, behind, book)).isGreaterThan(YES);
  }

  @Test
  void insideAndOutside() {
    Sighting box = box(200, 200, 320, 320);
    Sighting inside = box(230, 215, 280, 290);
    assertThat(holds(Kind.IN, inside, box)).isGreaterThan(YES);
    assertThat(holds(Kind.IN, box, inside)).isLessThan(NO);
    assertThat(holds(Kind.OUTSIDE, inside, box)).isLessThan(NO);
    assertThat(holds(Kind.FROM, inside, box)).isGreaterThan(YES);
  }

  @Test
  void distances() {
    Sighting one = box(200, 200, 260, 260);
    assertThat(holds(Kind.NEXT_TO, box(280, 200, 340, 260), one)).isGreaterThan(YES);
    assertThat(holds(Kind.NEXT_TO, box(400, 200, 460, 260), one)).isLessThan(NO);
    assertThat(holds(Kind.NEAR, box(300, 200, 360, 260), one)).isGreaterThan(YES);
    assertThat(holds(Kind.NEAR, box(500, 200, 560, 260), one)).isLessThan(NO);
    assertThat(geometry.between(box(300, 200, 360, 260), one, box(400, 205, 460, 265)))
        .isGreaterThan(YES);
    assertThat(geometry.between(box(500, 200, 560, 260), one, box(400, 205, 460, 265)))
        .isLessThan(NO);
    assertThat(geometry.between(one, one, one)).isZero();
  }

  @Test
  void ordersAndSizes() {
    Sighting small = box(0, 0, 50, 50);
    Sighting large = box(100, 0, 180, 80);
    assertThat(geometry.before(Measure.LEFTMOST, small, large)).isGreaterThan(YES);
    assertThat(geometry.before(Measure.LARGEST, large, small)).isGreaterThan(YES);
    assertThat(geometry.before(Measure.SMALLEST, large, small)).isLessThan(NO);
    assertThat(geometry.before(Measure.LARGEST, small, small)).isEqualTo(0.5);
    assertThat(holds(Kind.LARGER_THAN, large, small)).isGreaterThan(YES);
    assertThat(holds(Kind.SAME_SIZE_AS, large, small)).isLessThan(NO);
    assertThat(holds(Kind.SAME_SIZE_AS, small, box(200, 0, 251, 50))).isGreaterThan(YES);
  }

  @Test
  void volumesDecideWhereBothAreKnown() {
    Sighting near = in(box(100, 100, 200, 200), new Volume(0, 0, 1, 0.1, 0.1));
    Sighting far = in(box(100, 100, 200, 200), new Volume(0.05, 0, 2, 0.3, 0.3));
    assertThat(holds(Kind.IN_FRONT_OF, near, far)).isGreaterThan(YES);
    assertThat(holds(Kind.LARGER_THAN, far, near)).isGreaterThan(YES);
    assertThat(geometry.before(Measure.NEAREST, near, far)).isGreaterThan(YES);
    assertThat(holds(Kind.IN_FRONT_OF, near, box(100, 100, 200, 200)))
        .as("one alone does not decide")
        .isLessThan(NO);
  }

  private static Sighting in(Sighting seen, Volume volume) {
    return new Sighting(seen.id(), seen.noun(), seen.score(), seen.box(), Optional.of(volume));
  }

  @Test
  void whatIsNoPlaceIsNotJudged() {
    assertThat(geometry.holds(Kind.TOWARDS, box(0, 0, 1, 1), box(5, 5, 6, 6))).isEmpty();
  }
}
