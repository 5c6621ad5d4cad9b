package dev.jclip.moderation.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class QualityTest {
  private static final boolean[] BELONGS = {true, true, false, false, false};

  @Test
  void figuresAreThoseOfTheirDefinitions() {
    Quality quality = Quality.of(new double[] {0.9, 0.4, 0.4, 0.1, 0.2}, BELONGS);

    assertThat(quality.auc()).isCloseTo(5.5 / 6, within(1e-12)); // one tie
    // bins: 0.9 (one, right), 0.4 (two, one right), 0.1 and 0.2 (one each, none right)
    assertThat(quality.calibrationError())
        .isCloseTo((0.1 + Math.abs(0.8 - 1) + 0.1 + 0.2) / 5, within(1e-12));
    assertThat(quality.logLoss())
        .isCloseTo(
            -(Math.log(0.9) + Math.log(0.4) + Math.log(0.6) + Math.log(0.9) + Math.log(0.8)) / 5,
            within(1e-12));
  }

  @Test
  void theIntervalHoldsTheAreaAndGrowsNarrowerWithMoreImages() {
    Quality few = Quality.of(new double[] {0.9, 0.4, 0.4, 0.1, 0.2}, BELONGS);
    double[] many = new double[500];
    boolean[] labels = new boolean[many.length];
    for (int i = 0; i < many.length; i++) {
      many[i] = new double[] {0.9, 0.4, 0.4, 0.1, 0.2}[i % 5];
      labels[i] = BELONGS[i % 5];
    }
    Quality more = Quality.of(many, labels);

    assertThat(more.auc()).isCloseTo(few.auc(), within(1e-12));
    assertThat(few.low()).isBetween(0.0, few.auc());
    assertThat(few.high()).isBetween(few.auc(), 1.0);
    assertThat(more.low()).isGreaterThan(few.low());
    assertThat(more.high()).isLessThan(few.high());
  }

  @Test
  void aPerfectOrderOfFewImagesIsNotCertain() {
    Quality quality = Quality.of(new double[] {0.9, 0.8, 0.1, 0.1, 0.2}, BELONGS);

    assertThat(quality.auc()).isEqualTo(1);
    assertThat(quality.high()).isEqualTo(1);
    assertThat(quality.low()).isBetween(0.2, 0.9);
  }

  @Test
  void oneCertainMistakeCountsAndDoesNotCountWithoutEnd() {
    assertThat(Quality.of(new double[] {0, 1, 0, 0, 0}, BELONGS).logLoss()).isBetween(5.0, 10.0);
  }
}
