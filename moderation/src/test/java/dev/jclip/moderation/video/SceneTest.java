package dev.jclip.moderation.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.jclip.moderation.decision.CategoryDecision;
import dev.jclip.moderation.decision.Decision;
import dev.jclip.moderation.policy.Action;
import dev.jclip.moderation.policy.Severity;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SceneTest {
  private static float[] at(double degrees) {
    double angle = Math.toRadians(degrees);
    return new float[] {(float) Math.cos(angle), (float) Math.sin(angle)};
  }

  @Test
  void aSceneEndsWhereAFrameIsUnlikeThoseBefore() {
    var cutter = new SceneCutter(0.2); // about 37 degrees

    assertThat(List.of(0, 5, 10, 90, 95, 0).stream().map(a -> cutter.cutsBefore(at(a))))
        .containsExactly(false, false, false, true, false, true);
  }

  /** No frame is far from the one before. */
  @Test
  void aSlowChangeIsCutToo() {
    var cutter = new SceneCutter(0.2);
    int cuts = 0;
    for (int degrees = 0; degrees < 360; degrees += 10) {
      cuts += cutter.cutsBefore(at(degrees)) ? 1 : 0;
    }

    assertThat(cuts).isBetween(3, 8);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 2.1, Double.NaN})
  void aDistanceThatNoFramesHaveIsRefused(double distance) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SceneCutter(distance))
        .withMessageStartingWith("distance: ");
  }

  private static Decision decision(double weapons, double nudity) {
    return new Decision(
        List.of(
            category("weapons", Action.BLOCK, 0.8, weapons),
            category("nudity", Action.BLUR, 0.5, nudity)));
  }

  private static CategoryDecision category(
      String name, Action action, double threshold, double probability) {
    return new CategoryDecision(
        name,
        Severity.LOW,
        action,
        threshold,
        probability,
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty());
  }

  @Test
  void ofEachCategoryTheWorstFrameCounts() {
    var scene = new SceneDecision<>("a", decision(0.1, 0.2));
    scene.add("b", decision(0.85, 0.1));
    scene.add("c", decision(0.3, 0.99));
    scene.add("d", decision(0.2, 0.2));

    assertThat(scene.decision()).isEqualTo(decision(0.85, 0.99));
    assertThat(scene.worst()).isEqualTo("b"); // it would be blocked, the other one blurred
    assertThat(List.of(scene.first(), scene.last())).containsExactly("a", "d");
    assertThat(scene.frames()).isEqualTo(4);
  }

  @Test
  void withoutAHitTheNearestToAThresholdIsTheWorst() {
    var scene = new SceneDecision<>("a", decision(0.5, 0.1));
    scene.add("b", decision(0.1, 0.4));
    scene.add("c", decision(0.6, 0.1));

    assertThat(scene.worst()).isEqualTo("b");
    assertThat(scene.decision().flagged()).isFalse();
  }
}
