package dev.jclip.train.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.offset;

import dev.jclip.train.contrastive.ContrastiveFigures;
import dev.jclip.train.loss.FeatureStatistics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is reported, and to whom. */
class ReportsTest {
  @Test
  void featuresAreMeasuredAsAPlainReadingOfTheDefinitionsGives() {
    var random = new Random(3);
    int n = 9;
    float[][] images = units(random, n, 5);
    float[][] texts = units(random, n, 5);
    double pairs = 0;
    double negatives = 0;
    var mean = new double[5];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double cosine = 0;
        for (int k = 0; k < 5; k++) {
          cosine += images[i][k] * texts[j][k];
        }
        if (i == j) {
          pairs += cosine / n;
        } else {
          negatives += cosine / (n * (n - 1));
        }
      }
      for (int k = 0; k < 5; k++) {
        mean[k] += images[i][k] / n;
      }
    }
    double length = 0;
    for (double value : mean) {
      length += value * value;
    }

    FeatureStatistics features = FeatureStatistics.of(images, texts);

    assertThat(features.meanPairCosine()).isEqualTo(pairs, offset(1e-6));
    assertThat(features.meanNegativeCosine()).isEqualTo(negatives, offset(1e-6));
    assertThat(features.imageSpread()).isEqualTo(1 - Math.sqrt(length), offset(1e-6));
  }

  @Test
  void spreadIsZeroWhereAllAreTheSameAndOneWhereTheyCancel() {
    float[][] same = {{0.6f, 0.8f}, {0.6f, 0.8f}};
    float[][] opposite = {{0.6f, 0.8f}, {-0.6f, -0.8f}};
    FeatureStatistics features = FeatureStatistics.of(same, opposite);
    assertThat(features.imageSpread()).isEqualTo(0, offset(1e-7));
    assertThat(features.textSpread()).isEqualTo(1);
    assertThat(features.meanPairCosine()).isEqualTo(0, offset(1e-7));
  }

  @Test
  void aBatchOfOneHasNoNegatives() {
    float[][] one = {{1, 0}};
    assertThat(FeatureStatistics.of(one, one).meanNegativeCosine()).isNaN();
  }

  @Test
  void featuresMustBePairs() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FeatureStatistics.of(new float[3][2], new float[4][2]))
        .withMessage("3 images and 4 captions: expected pairs");
  }

  @Test
  void eachCaptionThatIsNotAloneIsADuplicate() {
    assertThat(ContrastiveFigures.duplicates(List.of("a", "b", "a", "c", "c", "c"))).isEqualTo(5);
    assertThat(ContrastiveFigures.duplicates(List.of("a", "b"))).isZero();
  }

  @Test
  void stepsSayHowLongTheyTook() {
    assertThat(Reports.HEALTHY.batchSize(64).samplesPerSecond(320).at(1).seconds()).isEqualTo(0.2);
  }

  @Test
  void stepsRefuseWhatCannotBe() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Reports.HEALTHY.at(0))
        .withMessage("step 0: steps count from 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Reports.HEALTHY.batchSize(0).at(1))
        .withMessage("batchSize 0: must be at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Reports.HEALTHY.duplicateCaptions(65).at(1))
        .withMessage("duplicateCaptions 65: must be in 0..64");
  }

  @Test
  void evaluationsKeepTheirOrderAndNothingElse() {
    var metrics = new LinkedHashMap<String, Double>();
    metrics.put("z", 1.0);
    metrics.put("a", 2.0);
    var report = new EvaluationReport(3, metrics);
    metrics.clear();
    assertThat(report.metrics().keySet()).containsExactly("z", "a");
  }

  @Test
  void allListenersHearEverythingInOrder() {
    var heard = new ArrayList<String>();
    record Named(String name, List<String> heard) implements TrainingListener {
      @Override
      public void onStep(StepReport report) {
        heard.add(name + " step " + report.step());
      }

      @Override
      public void onEvaluation(EvaluationReport report) {
        heard.add(name + " evaluation " + report.step());
      }

      @Override
      public void onDiagnosis(Diagnosis diagnosis) {
        heard.add(name + " diagnosis " + diagnosis.step());
      }

      @Override
      public void onCheckpoint(long step, Path checkpoint) {
        heard.add(name + " checkpoint " + step + " " + checkpoint);
      }
    }
    TrainingListener all =
        TrainingListener.all(
            List.of(new Named("a", heard), new TrainingListener() {}, new Named("b", heard)));
    all.onStep(Reports.HEALTHY.at(1));
    all.onEvaluation(new EvaluationReport(2, new LinkedHashMap<>()));
    all.onDiagnosis(
        new Diagnosis(CommonKind.LOSS_SPIKE, Diagnosis.Severity.WARNING, 3, "s", "a", List.of()));
    all.onCheckpoint(4, Path.of("epoch_1"));
    assertThat(heard)
        .containsExactly(
            "a step 1",
            "b step 1",
            "a evaluation 2",
            "b evaluation 2",
            "a diagnosis 3",
            "b diagnosis 3",
            "a checkpoint 4 epoch_1",
            "b checkpoint 4 epoch_1");
  }

  private static float[][] units(Random random, int n, int size) {
    var units = new float[n][size];
    for (float[] unit : units) {
      double length = 0;
      for (int i = 0; i < size; i++) {
        unit[i] = (float) random.nextGaussian();
        length += unit[i] * unit[i];
      }
      for (int i = 0; i < size; i++) {
        unit[i] /= (float) Math.sqrt(length);
      }
    }
    return units;
  }
}
