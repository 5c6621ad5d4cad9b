package dev.jclip.moderation.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class RateTest {
  @ParameterizedTest
  @CsvFileSource(resources = "rates.csv", numLinesToSkip = 1)
  void theIntervalIsThatOfSciPysBetaBinomial(int beyond, int images, int low, int high) {
    Rate rate = Rate.of(beyond, images);

    assertThat(rate.share()).isEqualTo((double) beyond / images);
    assertThat(rate.images()).isEqualTo(images);
    assertThat(rate.low() * images).isCloseTo(low, within(1e-9));
    assertThat(rate.high() * images).isCloseTo(high, within(1e-9));
  }

  /**
   * Thresholds between random scores, and as many new ones: the interval holds in 95 %, or more.
   */
  @ParameterizedTest
  @CsvSource({"100, 5", "100, 0", "400, 2", "60, 30", "200, 190"})
  void theIntervalHoldsForNewImages(int images, int beyond) {
    var random = new Random(25);
    int tries = 2000;
    Rate rate = Rate.of(beyond, images);
    int within = 0;
    for (int i = 0; i < tries; i++) {
      double[] scores = scores(random, images);
      Arrays.sort(scores);
      double threshold =
          beyond == 0
              ? Math.nextUp(scores[images - 1])
              : (scores[images - beyond - 1] + scores[images - beyond]) / 2;
      double share =
          (double) Arrays.stream(scores(random, images)).filter(s -> s >= threshold).count()
              / images;
      if (share >= rate.low() && share <= rate.high()) {
        within++;
      }
    }

    double error = 3 * Math.sqrt(0.95 * 0.05 / tries);
    assertThat((double) within / tries).isGreaterThan(0.95 - error);
  }

  private static double[] scores(Random random, int images) {
    return random.doubles(images).map(x -> x * x).toArray();
  }

  @Test
  void theIntervalOfOneImageIsAllThereIs() {
    assertThat(Rate.of(0, 1).high()).isEqualTo(1);
    assertThat(Rate.of(1, 1).low()).isEqualTo(0);
  }
}
