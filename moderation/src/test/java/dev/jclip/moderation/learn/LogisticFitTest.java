package dev.jclip.moderation.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogisticFitTest {
  @Test
  void withoutFeaturesTheInterceptIsTheLogitOfTheShare() {
    double[] targets = {1, 0, 0, 0};

    double[] point = LogisticFit.fit(new double[4][0], targets, 1, new double[1]);

    assertThat(point[0]).isCloseTo(Math.log(0.25 / 0.75), within(1e-6));
  }

  /** At the minimum of a convex function its slope is zero, by whatever way it was found. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 0.1, 1, 100})
  void theSlopeAtTheEndIsZero(double penalty) {
    var random = new Random(3);
    double[][] rows = new double[40][25];
    double[] targets = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      targets[i] = i % 3 == 0 ? 0.9 : 0.05;
      for (int d = 0; d < rows[i].length; d++) {
        rows[i][d] = random.nextGaussian() + (d < 3 ? targets[i] : 0);
      }
    }

    double[] point = LogisticFit.fit(rows, targets, penalty, new double[26]);

    for (int d = 0; d < point.length; d++) {
      double slope = d < 25 ? penalty * point[d] : 0;
      for (int i = 0; i < rows.length; i++) {
        double probability = 1 / (1 + Math.exp(-LogisticFit.logit(rows[i], point)));
        slope += (probability - targets[i]) * (d < 25 ? rows[i][d] : 1);
      }
      assertThat(slope).isCloseTo(0, within(1e-5));
    }
    assertThat(point[0]).isPositive();
  }

  @Test
  void whatIsPartedEntirelyStillHasAnEnd() {
    double[][] rows = {{-1}, {1}};

    double[] point = LogisticFit.fit(rows, new double[] {0, 1}, 1e-6, new double[2]);

    assertThat(point[0]).isFinite().isGreaterThan(5);
  }
}
