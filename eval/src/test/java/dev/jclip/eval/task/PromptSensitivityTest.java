package dev.jclip.eval.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.eval.metric.ClassOutcome;
import dev.jclip.eval.metric.ClassificationMetrics;
import dev.jclip.eval.metric.Halves;
import dev.jclip.eval.statistics.Metric;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PromptSensitivityTest {
  private static Metric guessed(int pictures, Random random) {
    List<float[]> scores =
        IntStream.range(0, pictures)
            .mapToObj(_ -> new float[] {random.nextFloat(), random.nextFloat()})
            .toList();
    List<ClassOutcome> outcomes =
        ClassificationMetrics.outcomes(
            scores, IntStream.range(0, pictures).map(i -> i % 2).boxed().toList());
    return ClassificationMetrics.accuracy(outcomes, 1);
  }

  /** All prompts guess; the best of many by the same images looks better than that. */
  @Test
  void theBestOfManyGuessesIsAGuessOnOtherPictures() {
    double best = 0;
    double crossFitted = 0;
    int sets = 200;
    for (int set = 0; set < sets; set++) {
      var random = new Random(set);
      Halves halves = Halves.of(60, set);
      List<PromptSensitivity.Measured> measured =
          IntStream.range(0, 20)
              .mapToObj(
                  i -> PromptSensitivity.Measured.of("prompt " + i, guessed(60, random), halves))
              .toList();
      PromptSensitivity sensitivity = PromptSensitivity.of("acc1", measured, 0.5);
      best += sensitivity.variants().getFirst().value() / sets;
      crossFitted += sensitivity.crossFittedBest() / sets;
    }
    assertThat(best).isGreaterThan(0.58);
    assertThat(crossFitted).isCloseTo(0.5, within(0.015));
  }
}
