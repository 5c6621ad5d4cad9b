package dev.jclip.eval.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearProbeTest {
  private static final List<String> NAMES = List.of("a", "b", "c", "d", "never");

  private static LabelledFeatures examples(int perClass, long seed) {
    var random = new Random(seed);
    var features = new ArrayList<float[]>();
    var labels = new ArrayList<Integer>();
    for (int i = 0; i < 4 * perClass; i++) {
      float[] vector = new float[8];
      for (int d = 0; d < 8; d++) {
        vector[d] = (float) (random.nextGaussian() * 0.6 + (d == i % 4 ? 1 : 0));
      }
      features.add(vector);
      labels.add(i % 4);
    }
    return new LabelledFeatures(features, labels);
  }

  private static LinearProbe probe(OptionalDouble c, OptionalInt shots, long seed) {
    return new LinearProbe(NAMES, true, c, 0.25, shots, seed);
  }

  private static double accuracy(LinearProbe.Result result, LabelledFeatures test) {
    int right = 0;
    for (int i = 0; i < test.labels().size(); i++) {
      float[] row = result.logits().get(i);
      int best = 0;
      for (int k = 1; k < row.length; k++) {
        best = row[k] > row[best] ? k : best;
      }
      right += best == test.labels().get(i) ? 1 : 0;
    }
    return (double) right / test.labels().size();
  }

  @Test
  void theStrengthIsSearchedForAsInThePaper() {
    LabelledFeatures test = examples(50, 2);
    LinearProbe.Result result =
        probe(OptionalDouble.empty(), OptionalInt.empty(), 0)
            .run(examples(40, 1), Optional.empty(), test);
    assertThat(result.swept()).hasSizeBetween(11, 15);
    assertThat(result.swept().getFirst().lambda()).isEqualTo(1e-6);
    assertThat(result.swept().getLast().lambda()).isEqualTo(1e6);
    double best =
        result.swept().stream().mapToDouble(LinearProbe.Swept::accuracy).max().orElseThrow();
    LinearProbe.Swept chosen = StrengthSweep.best(result.swept());
    assertThat(chosen.accuracy()).isEqualTo(best);
    assertThat(result.c()).isEqualTo(1 / chosen.lambda());
    assertThat(result.trainingSize()).isEqualTo(160); // validation examples are learned from too
    assertThat(accuracy(result, test)).isGreaterThan(0.7);
    assertThat(result.unseenClasses()).isEmpty();
  }

  @Test
  void fewShotsAreDrawnByTheSeedAndKeptFromTheValidation() {
    LabelledFeatures training = examples(40, 1);
    LabelledFeatures test = examples(50, 2);
    LinearProbe.Result first =
        probe(OptionalDouble.empty(), OptionalInt.of(3), 0).run(training, Optional.empty(), test);
    assertThat(first.trainingSize()).isEqualTo(12);
    LinearProbe.Result again =
        probe(OptionalDouble.empty(), OptionalInt.of(3), 0).run(training, Optional.empty(), test);
    assertThat(again.logits().getFirst()).containsExactly(first.logits().getFirst());
    LinearProbe.Result other =
        probe(OptionalDouble.of(first.c()), OptionalInt.of(3), 1)
            .run(training, Optional.empty(), test);
    assertThat(other.logits().getFirst()).isNotEqualTo(first.logits().getFirst());
  }

  @Test
  void classesNeverTrainedOnAreTold() {
    LabelledFeatures test = new LabelledFeatures(List.of(new float[8]), List.of(4));
    LinearProbe.Result result =
        probe(OptionalDouble.of(1), OptionalInt.empty(), 0)
            .run(examples(5, 1), Optional.empty(), test);
    assertThat(result.unseenClasses()).containsExactly(4);
    assertThat(result.logits().getFirst()[4]).isEqualTo(Float.NEGATIVE_INFINITY);
  }

  @Test
  void drawsAreAsTheySay() {
    List<Integer> labels = List.of(0, 1, 0, 1, 0, 1, 2, 0);
    List<Integer> drawn = Draws.fewShot(labels, NAMES, 1, 9);
    assertThat(drawn.stream().map(labels::get)).containsExactlyInAnyOrder(0, 1, 2);
    assertThat(Draws.share(labels, 0.5, 9).stream().map(labels::get))
        .containsExactlyInAnyOrder(0, 0, 1, 1);
    assertThatThrownBy(() -> Draws.fewShot(labels, NAMES, 4, 9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "fewshot-k: expected 4 training images or more of each class, found fewer of 2 classes: b 3, c 1; take a smaller k, or leave these classes out");
    assertThatThrownBy(() -> probe(OptionalDouble.empty(), OptionalInt.of(0), 0))
        .hasMessage("fewshot-k: expected 1 or more, found 0");
  }

  /** Otherwise a strength would win by which twins are remembered best. */
  @Test
  void noTwinOfAValidationExampleIsLearnedFrom() {
    List<String> identities = List.of("a", "b", "c", "a", "d", "c", "e");
    assertThat(Draws.whole(List.of(0, 1, 2, 3), identities)).containsExactly(0, 1, 3);
    assertThat(Draws.whole(List.of(0, 6), identities)).containsExactly(6);
  }

  @Test
  void aSearchWithoutValidationExamplesIsRefused() {
    LinearProbe probe = probe(OptionalDouble.empty(), OptionalInt.empty(), 0);
    LabelledFeatures single = examples(1, 1);
    assertThatThrownBy(() -> probe.run(single, Optional.empty(), single))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "validation share: expected one validation image or more, found none: 0.25 of each class, rounded, is none of the 4 training images; take a larger share, give validation images, or give C");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void strengthsThatAreNoneAreRefused(double c) {
    assertThatThrownBy(() -> probe(OptionalDouble.of(c), OptionalInt.empty(), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("C: expected a number above 0, found " + c);
  }

  @Test
  void vectorsOfSeveralLengthsAreRefused() {
    List<float[]> ragged = List.of(new float[3], new float[4]);
    assertThatThrownBy(() -> new LabelledFeatures(ragged, List.of(0, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "features of example 1: expected 3 numbers as in the first, found 4; do they come from different models?");
  }
}
