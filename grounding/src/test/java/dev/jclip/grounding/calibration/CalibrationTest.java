package dev.jclip.grounding.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.error.DataException;
import dev.jclip.grounding.calibration.Thresholds.Choice;
import dev.jclip.grounding.command.Attribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  @Test
  void aCurveIsFoundAgain() {
    var curve = new Logistic(2.5, -1);
    var random = new Random(7);
    double[] scores = random.doubles(20_000, 0.05, 0.95).toArray();
    boolean[] right = new boolean[scores.length];
    for (int i = 0; i < scores.length; i++) {
      right[i] = random.nextDouble() < curve.probability(scores[i]);
    }
    Logistic fit = Logistic.fit(scores, right);
    assertThat(fit.slope()).isCloseTo(2.5, within(0.15));
    assertThat(fit.offset()).isCloseTo(-1, within(0.1));
  }

  @Test
  void scoresThatTellNothingBecomeTheShareOfTheRight() {
    double[] scores = new Random(3).doubles(4000).toArray();
    boolean[] right = new boolean[4000];
    for (int i = 0; i < 4000; i += 4) {
      right[i] = true;
    }
    Logistic fit = Logistic.fit(scores, right);
    assertThat(fit.probability(0.01)).isCloseTo(0.25, within(0.05));
    assertThat(fit.probability(0.99)).isCloseTo(0.25, within(0.05));
    double[] perfect = {0, 0, 1, 1};
    Logistic sharp = Logistic.fit(perfect, new boolean[] {false, false, true, true});
    assertThat(sharp.probability(1)).isGreaterThan(0.99).isLessThan(1);
  }

  @Test
  void countsOfEvents() {
    assertThat(Counts.distribution(0.5, 0.2))
        .containsExactly(new double[] {0.4, 0.5, 0.1}, within(1e-12));
    assertThat(Counts.without(0, 0.5, 0.2)).containsExactly(new double[] {0.8, 0.2}, within(1e-12));
    assertThat(Counts.distribution()).containsExactly(1);
  }

  @Test
  void priorsFollowTheExamples() {
    var examples = new ArrayList<Priors.Example>();
    for (int i = 0; i < 50; i++) {
      examples.add(new Priors.Example(List.of(0.5), i < 40 ? 0 : 1));
    }
    assertThat(Priors.fit(examples).none()).isEqualTo(4);
  }

  @Test
  void thresholdsAllowSoManyWrongDecisions() {
    var examples = new ArrayList<Choice>();
    for (int i = 0; i < 100; i++) {
      examples.add(new Choice(0.6 + i * 0.004, i % 2 == 0)); // 50 are wrong, up to 0.992
    }
    for (double maxWrong : new double[] {0.02, 0.05, 0.1, 0.3}) {
      double threshold = Thresholds.lowest(examples, 100, maxWrong);
      long wrong =
          examples.stream()
              .filter(choice -> choice.wrong() && choice.probability() >= threshold)
              .count();
      assertThat((wrong + 1) / 101.0).isLessThanOrEqualTo(maxWrong);
      assertThat((wrong + 2) / 101.0).as("no higher than needed").isGreaterThan(maxWrong);
    }
    assertThat(Thresholds.lowest(examples, 100, 0.6)).isEqualTo(0.6);
    assertThat(Thresholds.lowest(List.of(), 10, 0.03)).as("too few to tell").isEqualTo(1);
  }

  @Test
  void jsonIsReadAsItIsWritten() {
    var calibration =
        new Calibration(
            new Logistic(1.5, -0.25),
            Map.of(Attribute.Kind.COLOUR, new Logistic(2, 1)),
            new Priors(0.5, 2),
            new Thresholds(0.75, 0.625),
            0.02);
    assertThat(Calibration.fromJson(calibration.toJson())).isEqualTo(calibration);
    assertThat(calibration.toJson()).contains("\"colour\"", "\"maxWrong\":0.02");
  }

  @Test
  void whatIsWrongInJsonIsNamed() {
    String json = Calibration.NONE.toJson();
    assertThatThrownBy(() -> Calibration.fromJson(json.replace("\"object\":0.7", "\"object\":7")))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("thresholds", "expected 0 to 1", "7");
    assertThatThrownBy(() -> Calibration.fromJson(json.replace("\"priors\"", "\"prior\"")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("prior");
    assertThatThrownBy(() -> Calibration.fromJson("{")).isInstanceOf(DataException.class);
    assertThatThrownBy(() -> Calibration.fromJson("{}")).isInstanceOf(DataException.class);
  }
}
