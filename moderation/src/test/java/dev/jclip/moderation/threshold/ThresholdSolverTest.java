package dev.jclip.moderation.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.jclip.moderation.policy.Action;
import dev.jclip.moderation.policy.Category;
import dev.jclip.moderation.policy.Concept;
import dev.jclip.moderation.policy.Severity;
import dev.jclip.moderation.score.CategoryCalibration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdSolverTest {
  private static final double[] NONE = {};

  /** 1, 2, 3, and so on. */
  private static double[] upTo(int count) {
    return IntStream.rangeClosed(1, count).asDoubleStream().toArray();
  }

  private static Target both(double falsePositives, double recall) {
    return new Target(OptionalDouble.of(falsePositives), OptionalDouble.of(recall));
  }

  @ParameterizedTest
  @CsvSource({
    "0.01, 100, 1",
    "0.05, 100, 5",
    "0.29, 100, 29",
    "0.1, 10, 1",
    "0.3, 10, 3",
    "0.07, 100, 7",
    "0.005, 100, 0",
    "0.015, 100, 1",
    "0.999, 10, 9",
    "0.5, 1, 0"
  })
  void asManyFalsePositivesAreTakenAsAreAllowed(double most, int images, int expected) {
    Solution solution = ThresholdSolver.solve(upTo(images), NONE, Target.falsePositives(most));

    assertThat(solution.falsePositives().orElseThrow().share())
        .isEqualTo((double) expected / images);
    assertThat(upTo(images)).doesNotContain(solution.excess());
    assertThat(solution.recall()).isEmpty();
    assertThat(solution.shortfall()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0.95, 100, 95",
    "0.9, 10, 9",
    "0.9, 100, 90",
    "0.7, 10, 7",
    "0.99, 10, 10",
    "0.95, 19, 19",
    "0.001, 10, 1",
    "0.5, 1, 1"
  })
  void asManyImagesAreMissedAsAreAllowed(double least, int images, int expected) {
    Solution solution = ThresholdSolver.solve(NONE, upTo(images), Target.recall(least));

    assertThat(solution.recall().orElseThrow().share()).isEqualTo((double) expected / images);
    assertThat(solution.falsePositives()).isEmpty();
    assertThat(solution.shortfall()).isEmpty();
  }

  @Test
  void theOrderOfImagesDoesNotMatter() {
    Target target = both(0.2, 0.5);

    assertThat(ThresholdSolver.solve(new double[] {5, 3, 1, 2, 4}, new double[] {6, 0}, target))
        .isEqualTo(ThresholdSolver.solve(upTo(5), new double[] {0, 6}, target));
  }

  @Test
  void equalEvidenceIsDecidedAlike() {
    double[] benign = {1, 2, 3, 3, 3, 3};

    Solution rare = ThresholdSolver.solve(benign, NONE, Target.falsePositives(0.5));
    assertThat(rare.falsePositives().orElseThrow().share()).isZero();
    Solution most = ThresholdSolver.solve(benign, NONE, Target.falsePositives(0.7));
    assertThat(most.falsePositives().orElseThrow().share()).isEqualTo(4 / 6.0);

    double[] harmful = {1, 1, 1, 2, 3};
    Solution all = ThresholdSolver.solve(NONE, harmful, Target.recall(0.6));
    assertThat(all.recall().orElseThrow().share()).isEqualTo(1);
    Solution two = ThresholdSolver.solve(NONE, harmful, Target.recall(0.4));
    assertThat(two.recall().orElseThrow().share()).isEqualTo(0.4);
  }

  @Test
  void neighbouringNumbersAreToldApart() {
    double[] benign = {0.1, Math.nextUp(0.1)};

    Solution solution = ThresholdSolver.solve(benign, NONE, Target.falsePositives(0.5));

    assertThat(solution.falsePositives().orElseThrow().share()).isEqualTo(0.5);
  }

  @Test
  void evidenceOfNothingIsBelowAll() {
    double[] benign = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, 1};

    Solution solution = ThresholdSolver.solve(benign, NONE, Target.falsePositives(0.5));

    assertThat(solution.falsePositives().orElseThrow().share()).isEqualTo(1 / 3.0);
    assertThat(solution.excess()).isFinite();
  }

  @Test
  void ofTwoTargetsTheFirstIsKeptAndTheOthersShortfallIsNamed() {
    Solution solution =
        ThresholdSolver.solve(upTo(10), new double[] {5, 8, 11, 12}, both(0.1, 0.9));

    assertThat(solution.falsePositives().orElseThrow().share()).isEqualTo(0.1);
    assertThat(solution.recall().orElseThrow().share()).isEqualTo(0.5);
    assertThat(solution.shortfall().orElseThrow()).contains("90.0 %", "50.0 %");
  }

  @Test
  void twoTargetsThatAreMetHaveNoShortfall() {
    assertThat(ThresholdSolver.solve(upTo(10), new double[] {11, 12}, both(0.1, 0.9)).shortfall())
        .isEmpty();
  }

  /** By the rule of three: 299 images without one beyond show that fewer than 1 % are. */
  @ParameterizedTest
  @CsvSource({"0.01, 100, 199", "0.01, 299, -1", "0.01, 298, 1", "0.005, 200, 398", "0.05, 10, 49"})
  void theNumberOfFurtherImagesIsNamed(double most, int images, int more) {
    Solution solution = ThresholdSolver.solve(upTo(images), NONE, Target.falsePositives(most));

    assertThat(solution.moreImages().orElse(-1)).isEqualTo(more);
  }

  @Test
  void theNumberOfFurtherImagesOfTheCategoryIsNamed() {
    assertThat(ThresholdSolver.solve(NONE, upTo(40), Target.recall(0.95)).moreImages())
        .hasValue(19);
    assertThat(ThresholdSolver.solve(NONE, upTo(59), Target.recall(0.95)).moreImages()).isEmpty();
  }

  @Test
  void imagesThatTheTargetSpeaksOfMustBeThere() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ThresholdSolver.solve(NONE, upTo(3), Target.falsePositives(0.1)))
        .withMessageContaining("benign images");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ThresholdSolver.solve(upTo(3), NONE, Target.recall(0.1)))
        .withMessageContaining("images of the category");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ThresholdSolver.solve(upTo(3), NONE, both(0.1, 0.9)))
        .withMessageContaining("images of the category");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                ThresholdSolver.solve(
                    new double[] {1, Double.NaN}, NONE, Target.falsePositives(0.1)))
        .withMessageContaining("NaN");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.1, 1.1, Double.NaN})
  void targetsAreShares(double share) {
    assertThatIllegalArgumentException().isThrownBy(() -> Target.falsePositives(share));
    assertThatIllegalArgumentException().isThrownBy(() -> Target.recall(share));
  }

  @Test
  void aTargetAsksForSomething() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Target(OptionalDouble.empty(), OptionalDouble.empty()))
        .withMessageContaining("found neither");
  }

  /** The evidence goes through a logistic function, which rounds; the decisions stay the same. */
  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.5, 0.7, 0.99})
  void calibratedDecisionsHaveTheRatesThatWereSolved(double policyThreshold) {
    var random = new Random(25);
    var category =
        new Category(
            "a",
            Severity.LOW,
            Action.FLAG,
            policyThreshold,
            List.of(new Concept(List.of("x"), List.of(), List.of())),
            List.of());
    for (int i = 0; i < 200; i++) {
      double[] benign = random.doubles(20, -0.1, 0.3).toArray();
      double[] harmful = random.doubles(15, 0, 0.4).toArray();
      double slope = random.nextDouble(10, 100);
      for (Target target :
          List.of(Target.falsePositives(0.01), Target.falsePositives(0.1), Target.recall(0.99))) {
        Solution solution = ThresholdSolver.solve(benign, harmful, target);
        CategoryCalibration calibration =
            CalibrationFile.entry(category, solution.excess(), slope).calibration();
        assertThat(hits(benign, calibration, policyThreshold))
            .isEqualTo(solution.falsePositives().orElseThrow().share());
        assertThat(hits(harmful, calibration, policyThreshold))
            .isEqualTo(solution.recall().orElseThrow().share());
      }
    }
  }

  private static double hits(double[] excesses, CategoryCalibration calibration, double threshold) {
    return (double)
            Arrays.stream(excesses)
                .filter(excess -> calibration.probability(excess) >= threshold)
                .count()
        / excesses.length;
  }
}
