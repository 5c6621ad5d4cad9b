package dev.jclip.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is chosen by images is not judged by them. */
class CrossFitTest {
  @Test
  void halvesAreOfLikeSizeAndShareNothing() {
    Halves halves = Halves.of(7, 3);
    assertThat(Arrays.stream(halves.first()).sum()).isEqualTo(4);
    for (int i = 0; i < 7; i++) {
      assertThat(halves.first()[i] + halves.second()[i]).isEqualTo(1);
    }
    assertThat(Halves.of(7, 3).first()).isEqualTo(halves.first());
    assertThat(Halves.of(100, 3).first()).isNotEqualTo(Halves.of(100, 4).first());
  }

  private static List<float[]> noise(int count, Random random) {
    var rows = new ArrayList<float[]>();
    for (int i = 0; i < count; i++) {
      rows.add(new float[] {(float) random.nextGaussian(), (float) random.nextGaussian()});
    }
    return rows;
  }

  private static List<UnknownDetection> detections(List<float[]> known, List<float[]> unknown) {
    return Arrays.stream(UnknownDetection.Score.values())
        .map(score -> UnknownDetection.of(score, known, unknown, 1))
        .toList();
  }

  /** Known and unknown are alike here, so nothing can tell them apart. */
  @Test
  void choosingFromNoiseGivesChance() {
    double chosen = 0;
    double judged = 0;
    double youden = 0;
    double judgedYouden = 0;
    int sets = 300;
    for (int set = 0; set < sets; set++) {
      var random = new Random(set);
      List<UnknownDetection> scores = detections(noise(20, random), noise(20, random));
      UnknownCrossFit fit = UnknownCrossFit.of(scores, 0.95, set).orElseThrow();
      judged += fit.auroc() / sets;
      judgedYouden += (fit.youdenKnown() - fit.youdenUnknown()) / sets;
      chosen += scores.stream().mapToDouble(UnknownDetection::value).max().orElseThrow() / sets;
      RocCurve.Point point = scores.getFirst().curve().youden();
      youden += (point.truePositiveRate() - point.falsePositiveRate()) / sets;
    }
    assertThat(chosen).isGreaterThan(0.53);
    assertThat(youden).isGreaterThan(0.15);
    assertThat(judged).isCloseTo(0.5, within(0.02));
    assertThat(judgedYouden).isCloseTo(0, within(0.03));
  }

  @Test
  void whatCanBeToldIsToldOnOtherPicturesToo() {
    var random = new Random(1);
    List<float[]> known = noise(400, random);
    known.forEach(row -> row[0] += 4);
    UnknownCrossFit fit =
        UnknownCrossFit.of(detections(known, noise(300, random)), 0.95, 0).orElseThrow();
    assertThat(fit.auroc()).isGreaterThan(0.95);
    assertThat(fit.knownKept()).isCloseTo(0.95, within(0.04));
    assertThat(fit.unknownKept()).isLessThan(0.3);
    assertThat(fit.youdenKnown()).isGreaterThan(fit.youdenUnknown() + 0.8);
  }

  @Test
  void tooFewPicturesAreNotHalved() {
    var random = new Random(1);
    assertThat(UnknownCrossFit.of(detections(noise(9, random), noise(1, random)), 0.95, 0))
        .isEmpty();
    List<Integer> labels = IntStream.range(0, 6).map(i -> i % 3).boxed().toList();
    List<float[]> scores =
        IntStream.range(0, 6)
            .mapToObj(_ -> new float[] {random.nextFloat(), random.nextFloat(), 0})
            .toList();
    List<UnknownDetection> leaving =
        Arrays.stream(UnknownDetection.Score.values())
            .map(score -> UnknownDetection.leavingClassesOut(score, scores, labels, 1, 0))
            .toList();
    assertThat(UnknownCrossFit.of(leaving, 0.95, 0)).isPresent();
  }
}
