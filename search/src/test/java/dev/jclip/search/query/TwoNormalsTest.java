package dev.jclip.search.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TwoNormalsTest {
  @Test
  void findsTheTwoThatWereMixed() {
    var random = new Random(3);
    float[] values = new float[5000];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          (float)
              (i % 10 == 0
                  ? 0.4 + 0.03 * random.nextGaussian()
                  : 0.2 + 0.05 * random.nextGaussian());
    }
    Arrays.sort(values);
    TwoNormals fitted = TwoNormals.fit(values);
    assertThat(fitted.upperProbability(0.2)).isLessThan(0.01);
    assertThat(fitted.upperProbability(0.4)).isGreaterThan(0.98);
    // where 0.9 N(0.2, 0.05) and 0.1 N(0.4, 0.03) are the same
    assertThat(fitted.upperProbability(0.3354)).isCloseTo(0.5, within(0.1));
  }

  @Test
  void theProbabilityDoesNotFallWithTheValueBeyondTheMeans() {
    var random = new Random(4);
    float[] values = new float[3000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (i < 300 ? 1 + 0.5 * random.nextGaussian() : 0.1 * random.nextGaussian());
    }
    Arrays.sort(values);
    TwoNormals fitted = TwoNormals.fit(values);
    assertThat(fitted.upperProbability(-3))
        .isEqualTo(fitted.upperProbability(-100))
        .isLessThan(0.1);
    assertThat(fitted.upperProbability(3)).isGreaterThanOrEqualTo(fitted.upperProbability(1));
  }

  @Test
  void equalValuesAreNoReasonToFail() {
    assertThat(TwoNormals.fit(new float[] {0.5f, 0.5f}).upperProbability(0.5)).isBetween(0.0, 1.0);
    assertThat(TwoNormals.fit(new float[] {0.5f}).upperProbability(0.9)).isBetween(0.0, 1.0);
  }
}
