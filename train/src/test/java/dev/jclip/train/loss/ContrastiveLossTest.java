package dev.jclip.train.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.tensor.TensorScope;
import dev.jclip.train.TinyModels;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The losses against sums written out pair by pair, and their gradients against differences. */
@Tag("kernels")
class ContrastiveLossTest {
  private static final int N = 6;
  private static final int E = 4;
  private static final double SCALE = 1.7;
  private static final double BIAS = -2.5;
  private static final Offset<Double> EXACT = within(1e-10);

  private static final float[] ONCE = {1, 1, 1, 1, 1, 1};

  private final double[][] images = random(1);
  private final double[][] texts = random(2);

  private static double[][] random(long seed) {
    var random = new Random(seed);
    double[][] rows = new double[N][E];
    for (double[] row : rows) {
      for (int e = 0; e < E; e++) {
        row[e] = random.nextGaussian();
      }
    }
    return rows;
  }

  private static double cosine(double[] a, double[] b) {
    double dot = 0;
    double aa = 0;
    double bb = 0;
    for (int e = 0; e < E; e++) {
      dot += a[e] * b[e];
      aa += a[e] * a[e];
      bb += b[e] * b[e];
    }
    return dot / Math.sqrt(aa * bb);
  }

  private static double infoNce(double[][] images, double[][] texts, double scale) {
    double sum = 0;
    for (int i = 0; i < N; i++) {
      double overTexts = 0;
      double overImages = 0;
      for (int j = 0; j < N; j++) {
        overTexts += Math.exp(Math.exp(scale) * cosine(images[i], texts[j]));
        overImages += Math.exp(Math.exp(scale) * cosine(images[j], texts[i]));
      }
      sum +=
          Math.log(overTexts)
              + Math.log(overImages)
              - 2 * Math.exp(scale) * cosine(images[i], texts[i]);
    }
    return sum / (2 * N);
  }

  private static double sigmoid(double[][] images, double[][] texts, double scale, double bias) {
    double sum = 0;
    for (int i = 0; i < N; i++) {
      for (int j = 0; j < N; j++) {
        double logit = Math.exp(scale) * cosine(images[i], texts[j]) + bias;
        sum += Math.log1p(Math.exp(i == j ? -logit : logit));
      }
    }
    return sum / N;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 7, 12, 1000})
  void infoNceIsTheSumPairByPair(long maxLogits) {
    check(
        new BatchLoss(new ClipLoss(), maxLogits),
        Optional.empty(),
        infoNce(images, texts, SCALE),
        (i, t) -> infoNce(i, t, SCALE),
        slope(s -> infoNce(images, texts, s), SCALE));
  }

  private static final float[] WEIGHTS = {0.5f, 20, 0.25f, 3, 1, 7, 2.5f, 11};

  /** Six pairs and two more texts, of which each counts as often as its weight says. */
  private static double sampled(double[][] images, double[][] texts, double scale) {
    double sum = 0;
    for (int i = 0; i < N; i++) {
      double overTexts = 0;
      double overImages = 0;
      for (int j = 0; j < N; j++) {
        overImages += Math.exp(Math.exp(scale) * cosine(images[j], texts[i]));
      }
      for (int j = 0; j < texts.length; j++) {
        overTexts += WEIGHTS[j] * Math.exp(Math.exp(scale) * cosine(images[i], texts[j]));
      }
      sum +=
          Math.log(overTexts)
              + Math.log(overImages)
              - 2 * Math.exp(scale) * cosine(images[i], texts[i]);
    }
    return sum / (2 * N);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 7, 12, 1000})
  void textsCountByTheirWeights(long maxLogits) {
    double[][] all = Arrays.copyOf(texts, N + 2);
    all[N] = random(5)[0];
    all[N + 1] = random(5)[1];
    try (TensorScope _ = TensorScope.open()) {
      Tensor scale = number(SCALE);
      BatchLoss.Outcome outcome =
          new BatchLoss(new SampledSoftmaxLoss(), maxLogits)
              .of(tensor(images), tensor(all), scale, Optional.empty(), WEIGHTS);
      assertThat(outcome.loss()).isCloseTo(sampled(images, all, SCALE), EXACT);
      assertThat(TinyModels.doubles(scale.grad())[0])
          .isCloseTo(slope(s -> sampled(images, all, s), SCALE), within(1e-7));
      double[] slopes = TinyModels.doubles(outcome.imageGradient());
      double[] textSlopes = TinyModels.doubles(outcome.textGradient());
      for (int e = 0; e < E; e++) {
        for (int i = 0; i < N; i++) {
          assertThat(slopes[i * E + e])
              .isCloseTo(slope(moved(images, i, e, x -> sampled(x, all, SCALE))), within(1e-7));
        }
        for (int j = 0; j < N + 2; j++) {
          assertThat(textSlopes[j * E + e])
              .isCloseTo(slope(moved(all, j, e, x -> sampled(images, x, SCALE))), within(1e-7));
        }
      }
    }
  }

  @Test
  void withEqualWeightsItIsInfoNce() {
    check(
        new BatchLoss(new SampledSoftmaxLoss(), 12),
        Optional.empty(),
        infoNce(images, texts, SCALE),
        (i, t) -> infoNce(i, t, SCALE),
        slope(s -> infoNce(images, texts, s), SCALE));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 7, 12, 1000})
  void theSigmoidLossIsTheSumPairByPair(long maxLogits) {
    check(
        new BatchLoss(new SigLipLoss(), maxLogits),
        Optional.of(BIAS),
        sigmoid(images, texts, SCALE, BIAS),
        (i, t) -> sigmoid(i, t, SCALE, BIAS),
        slope(s -> sigmoid(images, texts, s, BIAS), SCALE));
  }

  @Test
  void theBiasHasASlope() {
    try (TensorScope _ = TensorScope.open()) {
      Tensor scale = number(SCALE);
      Tensor bias = number(BIAS);
      new BatchLoss(new SigLipLoss(), 8)
          .of(tensor(images), tensor(texts), scale, Optional.of(bias), ONCE);
      assertThat(TinyModels.doubles(bias.grad())[0])
          .isCloseTo(slope(b -> sigmoid(images, texts, SCALE, b), BIAS), within(1e-7));
    }
  }

  @Test
  void statisticsAreThoseOfTheEmbeddings() {
    try (TensorScope _ = TensorScope.open()) {
      FeatureStatistics statistics =
          new BatchLoss(new ClipLoss(), 8)
              .of(tensor(images), tensor(texts), number(SCALE), Optional.empty(), ONCE)
              .statistics();
      FeatureStatistics expected = FeatureStatistics.of(unit(images), unit(texts));
      assertThat(statistics.meanPairCosine()).isCloseTo(expected.meanPairCosine(), within(1e-6));
      assertThat(statistics.meanNegativeCosine())
          .isCloseTo(expected.meanNegativeCosine(), within(1e-6));
      assertThat(statistics.imageSpread()).isCloseTo(expected.imageSpread(), within(1e-6));
      assertThat(statistics.textSpread()).isCloseTo(expected.textSpread(), within(1e-6));
    }
  }

  private interface Pairwise {
    double of(double[][] images, double[][] texts);
  }

  private interface Curve {
    double at(double x);
  }

  private static double slope(Curve curve, double at) {
    double h = 1e-5;
    return (curve.at(at + h) - curve.at(at - h)) / (2 * h);
  }

  private void check(
      BatchLoss loss, Optional<Double> bias, double value, Pairwise pairwise, double scaleSlope) {
    try (TensorScope _ = TensorScope.open()) {
      Tensor scale = number(SCALE);
      BatchLoss.Outcome outcome =
          loss.of(
              tensor(images), tensor(texts), scale, bias.map(ContrastiveLossTest::number), ONCE);
      assertThat(outcome.loss()).isCloseTo(value, EXACT);
      assertThat(TinyModels.doubles(scale.grad())[0]).isCloseTo(scaleSlope, within(1e-7));
      double[] imageSlopes = TinyModels.doubles(outcome.imageGradient());
      double[] textSlopes = TinyModels.doubles(outcome.textGradient());
      for (int i = 0; i < N; i++) {
        for (int e = 0; e < E; e++) {
          assertThat(imageSlopes[i * E + e])
              .isCloseTo(slope(moved(images, i, e, x -> pairwise.of(x, texts))), within(1e-7));
          assertThat(textSlopes[i * E + e])
              .isCloseTo(slope(moved(texts, i, e, x -> pairwise.of(images, x))), within(1e-7));
        }
      }
    }
  }

  private static double slope(Curve curve) {
    return slope(curve, 0);
  }

  private static Curve moved(double[][] rows, int i, int e, ToDoubleFunction<double[][]> function) {
    return x -> {
      double[][] other = Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
      other[i][e] += x;
      return function.applyAsDouble(other);
    };
  }

  private static Tensor tensor(double[][] rows) {
    double[] flat = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    return Tensor.create(flat, rows.length, E);
  }

  private static Tensor number(double value) {
    Tensor number =
        torch.full(new long[0], new Scalar(value), new TensorOptions(torch.ScalarType.Double));
    number.set_requires_grad(true);
    return number;
  }

  private static float[][] unit(double[][] rows) {
    float[][] unit = new float[N][E];
    for (int i = 0; i < N; i++) {
      double norm = 0;
      for (double x : rows[i]) {
        norm += x * x;
      }
      for (int e = 0; e < E; e++) {
        unit[i][e] = (float) (rows[i][e] / Math.sqrt(norm));
      }
    }
    return unit;
  }
}
