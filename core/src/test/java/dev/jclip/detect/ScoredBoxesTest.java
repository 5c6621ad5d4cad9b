package dev.jclip.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.detect.DetectionOptions.Answers;
import dev.jclip.detect.DetectionOptions.Scores;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoredBoxesTest {
  private static final Box LEFT = new Box(0, 0, 10, 10);
  private static final Box NEARLY_LEFT = new Box(1, 0, 11, 10);
  private static final Box RIGHT = new Box(100, 0, 110, 10);

  private static final DetectionOptions ALL =
      new DetectionOptions(0, 1, Answers.BEST_QUERY, Scores.ABSOLUTE, 100);

  private static final ScoredBoxes FOUND =
      new ScoredBoxes(
          List.of("mug", "red mug"),
          List.of(LEFT, NEARLY_LEFT, RIGHT),
          new double[][] {{0.5, 0.9}, {0.8, 0.7}, {0.3, 0.05}});

  private static List<String> shown(List<Detection> detections) {
    return detections.stream()
        .map(found -> "%s %.2f %.0f".formatted(found.label(), found.score(), found.box().left()))
        .toList();
  }

  @Test
  void eachBoxAnswersTheQueryThatItFitsBest() {
    assertThat(shown(FOUND.detections(ALL)))
        .containsExactly("red mug 0.90 0", "mug 0.80 1", "mug 0.30 100");
  }

  @Test
  void aBoxMayAnswerEachQuery() {
    assertThat(shown(FOUND.detections(ALL.withAnswers(Answers.EACH_QUERY).withThreshold(0.1))))
        .containsExactly(
            "red mug 0.90 0", "mug 0.80 1", "red mug 0.70 1", "mug 0.50 0", "mug 0.30 100");
  }

  @Test
  void aScoreOfTheThresholdItselfCounts() {
    assertThat(FOUND.detections(ALL.withThreshold(0.3))).hasSize(3);
    assertThat(FOUND.detections(ALL.withThreshold(0.31))).hasSize(2);
    assertThat(FOUND.detections(ALL.withThreshold(1))).isEmpty();
  }

  @Test
  void overlappingDetectionsOfOneQueryLeaveTheBest() {
    DetectionOptions apart = ALL.withAnswers(Answers.EACH_QUERY).withOverlap(0.8);
    assertThat(shown(FOUND.detections(apart)))
        .containsExactly("red mug 0.90 0", "mug 0.80 1", "mug 0.30 100", "red mug 0.05 100");
    double shared = LEFT.intersectionOverUnion(NEARLY_LEFT);
    assertThat(FOUND.detections(apart.withOverlap(shared))).hasSize(6);
  }

  @Test
  void aSuppressedDetectionSuppressesNone() {
    var row =
        new ScoredBoxes(
            List.of("mug"),
            List.of(new Box(0, 0, 10, 10), new Box(4, 0, 14, 10), new Box(8, 0, 18, 10)),
            new double[][] {{0.9}, {0.8}, {0.7}});
    assertThat(shown(row.detections(ALL.withOverlap(0.3))))
        .containsExactly("mug 0.90 0", "mug 0.70 8");
  }

  @Test
  void relativeScoresAreThoseBesideTheBestOfTheQuery() {
    List<Detection> found = FOUND.detections(ALL.withScores(Scores.RELATIVE_TO_BEST));
    assertThat(shown(found)).containsExactly("red mug 1.00 0", "mug 1.00 1", "mug 0.31 100");
    assertThat(found.getLast().score()).isCloseTo((0.3 - 0.08) / 0.72, within(1e-5));
    var faint =
        new ScoredBoxes(List.of("mug"), List.of(LEFT, RIGHT), new double[][] {{0.5}, {0.05}});
    assertThat(faint.detections(ALL.withScores(Scores.RELATIVE_TO_BEST))).hasSize(1);
    var none = new ScoredBoxes(List.of("mug"), List.of(), new double[0][]);
    assertThat(none.detections(ALL.withScores(Scores.RELATIVE_TO_BEST))).isEmpty();
  }

  @Test
  void theBestStayWithinTheLimit() {
    assertThat(shown(FOUND.detections(ALL.withLimit(2))))
        .containsExactly("red mug 0.90 0", "mug 0.80 1");
  }

  @Test
  void refusesOptionsOutsideTheirRanges() {
    assertThatThrownBy(() -> ALL.withThreshold(1.1)).hasMessageContaining("threshold");
    assertThatThrownBy(() -> ALL.withOverlap(Double.NaN)).hasMessageContaining("overlap");
    assertThatThrownBy(() -> ALL.withLimit(0)).hasMessageContaining("limit");
  }
}
