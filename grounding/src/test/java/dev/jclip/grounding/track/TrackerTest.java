package dev.jclip.grounding.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.detect.Box;
import dev.jclip.detect.Detection;
import dev.jclip.grounding.track.TrackEvent.Kind;
import dev.jclip.grounding.track.TrackedObject.State;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is reported of objects that move, are hidden, leave and come back. */
class TrackerTest {
  private static final float[] RED = {1, 0, 0};
  private static final float[] BLUE = {0, 0, 1};

  private final Tracker tracker = new Tracker(640, 480);
  private final List<TrackEvent> events = new ArrayList<>();

  private static Observation mug(double x, double y, float[] looks) {
    return Observation.of(new Detection(0, "a mug", 0.9, Box.around(x, y, 60, 60)), looks);
  }

  private static Observation box(double x, double y) {
    return Observation.of(new Detection(1, "box", 0.8, Box.around(x, y, 120, 120)));
  }

  private TrackedFrame next(Observation... observations) {
    TrackedFrame frame = tracker.next(List.of(observations));
    events.addAll(frame.events());
    return frame;
  }

  private Stream<String> sentences() {
    return events.stream().map(event -> event.sentence("the table"));
  }

  @Test
  void whatIsSeenTwiceHasANumberAndWhatIsSeenOnceHasNone() {
    assertThat(next(mug(100, 100, RED)).objects()).isEmpty();
    TrackedFrame second = next(mug(101, 100, RED), box(400, 300));
    assertThat(second.objects()).hasSize(1);
    assertThat(second.objects().getFirst().id()).isZero();
    next(mug(100, 100, RED));
    next(mug(100, 100, RED));
    assertThat(next(mug(100, 100, RED), box(400, 300)).objects()).hasSize(1);
    assertThat(sentences()).containsExactly("the mug has appeared on the table");
  }

  @Test
  void anObjectThatIsTakenAwayHasLeftAndComesBackElsewhereByItsLooks() {
    for (int i = 0; i < 3; i++) {
      next(mug(100, 100, RED), mug(300, 100, BLUE));
    }
    for (int i = 0; i < 5; i++) {
      next(mug(300, 100, BLUE));
    }
    assertThat(sentences().skip(2)).containsExactly("the mug has left the table");
    assertThat(events.getLast().frame()).isEqualTo(5);
    TrackedFrame back = next(mug(500, 400, RED), mug(300, 100, BLUE));
    assertThat(sentences().skip(3))
        .containsExactly("the mug is back", "the mug has moved to the right");
    assertThat(back.objects())
        .filteredOn(object -> object.box().centerX() == 500)
        .singleElement()
        .satisfies(object -> assertThat(object.id()).isEqualTo(events.getLast().id()));
    next(mug(500, 400, RED), mug(300, 100, BLUE));
    next(mug(500, 400, RED), mug(300, 100, BLUE));
    assertThat(tracker.next(List.of()).objects()).as("no third number").hasSize(2);
  }

  @Test
  void anotherObjectOfOtherLooksIsNotTheOneThatLeft() {
    for (int i = 0; i < 3; i++) {
      next(mug(100, 100, RED));
    }
    for (int i = 0; i < 5; i++) {
      next();
    }
    next(mug(500, 400, BLUE));
    TrackedFrame last = next(mug(500, 400, BLUE));
    assertThat(last.objects().stream().map(TrackedObject::state))
        .containsExactly(State.LEFT, State.VISIBLE);
    assertThat(events.getLast().kind()).isEqualTo(Kind.APPEARED);
  }

  @Test
  void anObjectBehindAnotherIsRememberedAsHidden() {
    for (int i = 0; i < 3; i++) {
      next(mug(300, 200, RED), box(60, 200));
    }
    for (int x = 60; x < 300; x += 24) {
      next(mug(300, 200, RED), box(x, 200));
    }
    TrackedFrame hidden = next(box(300, 200));
    for (int i = 0; i < 20; i++) {
      hidden = next(box(300, 200));
    }
    assertThat(hidden.objects())
        .filteredOn(object -> object.label().equals("a mug"))
        .singleElement()
        .satisfies(mug -> assertThat(mug.state()).isEqualTo(State.HIDDEN))
        .satisfies(mug -> assertThat(mug.box().centerX()).isBetween(290.0, 310.0));
    for (int x = 320; x < 560; x += 24) {
      next(
          x < 400
              ? new Observation[] {box(x, 200)}
              : new Observation[] {box(x, 200), mug(300, 200, RED)});
    }
    assertThat(sentences().filter(sentence -> sentence.contains("mug")))
        .containsExactly(
            "the mug has appeared on the table", "the mug is hidden", "the mug is back");
  }

  @Test
  void aMoveIsReportedOnceItIsOver() {
    for (int i = 0; i < 3; i++) {
      next(mug(100, 200, RED));
    }
    for (int x = 110; x < 300; x += 10) {
      next(mug(x, 200, RED));
    }
    assertThat(events).hasSize(1);
    for (int i = 0; i < 6; i++) {
      next(mug(300, 200, RED));
    }
    assertThat(sentences())
        .containsExactly("the mug has appeared on the table", "the mug has moved to the right");
    assertThat(events.getLast().from().centerX()).isEqualTo(100);
    assertThat(events.getLast().to().centerX()).isBetween(290.0, 300.0);
  }

  @Test
  void whatIsForgottenIsAnotherObjectWhenItComesBack() {
    var forgetful = new Tracker(640, 480, new TrackerOptions(1, 1, 4, 0.5));
    assertThat(forgetful.next(List.of(mug(100, 100, RED))).objects()).hasSize(1);
    for (int i = 0; i < 5; i++) {
      forgetful.next(List.of());
    }
    assertThat(forgetful.next(List.of(mug(100, 100, RED))).objects())
        .singleElement()
        .satisfies(object -> assertThat(object.id()).isEqualTo(1));
  }

  @Test
  void mistakesAreNamed() {
    next(mug(100, 100, RED));
    assertThatThrownBy(() -> next(mug(100, 100, new float[] {1, 2})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "expected an appearance vector of 3 values, as those before, found 2");
    assertThatThrownBy(() -> next(mug(100, 100, new float[3])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not all 0");
    assertThatThrownBy(() -> next(mug(100, 100, new float[] {1, Float.NaN, 0})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("finite numbers");
    assertThatThrownBy(() -> new Tracker(0, 480))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 x 480");
    assertThatThrownBy(() -> new TrackerOptions(2, 3, 2, 0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 2, 3, 2 and 0.5");
  }
}
