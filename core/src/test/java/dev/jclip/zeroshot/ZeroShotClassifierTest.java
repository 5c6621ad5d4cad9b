package dev.jclip.zeroshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.embed.Embeddings;
import dev.jclip.embed.ScoreKind;
import dev.jclip.image.RgbImage;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZeroShotClassifierTest {
  private static final double PUBLISHED_SCALE = Math.log(100);
  private static final List<String> LABELS = List.of("cat", "dog", "tree", "car", "house");
  private static final PromptTemplates TEMPLATES =
      PromptTemplates.of("a photo of a {}.", "art of the {c}.", "{}");

  private final FakeEncoder encoder = new FakeEncoder(PUBLISHED_SCALE);
  private final ZeroShotClassifier classifier = ZeroShotClassifier.of(encoder, LABELS, TEMPLATES);

  /** The mean of the prompts' embeddings, divided by its norm, written out. */
  private double[] naiveLabel(String label) {
    double[] mean = new double[FakeEncoder.DIM];
    for (String prompt :
        List.of("a photo of a " + label + ".", "art of the " + label + ".", label)) {
      float[] embedding = encoder.embedding(prompt);
      for (int i = 0; i < mean.length; i++) {
        mean[i] += embedding[i] / 3.0;
      }
    }
    double squares = 0;
    for (double value : mean) {
      squares += value * value;
    }
    for (int i = 0; i < mean.length; i++) {
      mean[i] /= Math.sqrt(squares);
    }
    return mean;
  }

  private double[] naiveProbabilities(float[] image) {
    double[] weights = new double[LABELS.size()];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      double[] label = naiveLabel(LABELS.get(i));
      double cosine = 0;
      for (int d = 0; d < label.length; d++) {
        cosine += label[d] * image[d];
      }
      weights[i] = Math.exp(100 * cosine);
      sum += weights[i];
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= sum;
    }
    return weights;
  }

  @Test
  void labelsAreTheNormalisedMeanOfTheirPrompts() {
    List<float[]> embeddings = classifier.labelEmbeddings();
    for (int i = 0; i < LABELS.size(); i++) {
      double[] expected = naiveLabel(LABELS.get(i));
      for (int d = 0; d < expected.length; d++) {
        assertThat((double) embeddings.get(i)[d]).isCloseTo(expected[d], within(1e-7));
      }
      assertThat(Embeddings.dot(embeddings.get(i), embeddings.get(i))).isCloseTo(1, within(1e-6));
    }
  }

  /** The scores of SigLIP do not depend on the other labels, and may all be small. */
  @Test
  void sigmoidScoresAreThoseOfEachLabelByItself() {
    var sigmoid =
        new FakeEncoder(Math.log(10)) {
          @Override
          public double logitBias() {
            return -3;
          }

          @Override
          public ScoreKind scoreKind() {
            return ScoreKind.SIGMOID;
          }
        };
    ZeroShotClassifier all = ZeroShotClassifier.of(sigmoid, LABELS, TEMPLATES);
    ZeroShotClassifier one = ZeroShotClassifier.of(sigmoid, List.of("tree"), TEMPLATES);
    assertThat(all.scoreKind()).isEqualTo(ScoreKind.SIGMOID);
    float[] image = FakeEncoder.direction(7);
    List<LabelScore> scores = all.classify(image);
    assertThat(scores)
        .allSatisfy(
            score ->
                assertThat(score.probability())
                    .isCloseTo(1 / (1 + Math.exp(3 - 10 * score.similarity())), within(1e-12)));
    assertThat(scores).contains(one.classify(image).getFirst());
    assertThat(scores.stream().mapToDouble(LabelScore::probability).sum())
        .isNotCloseTo(1, within(1e-3));
  }

  /** Without the scale the answers would be nearly uniform. */
  @Test
  void probabilitiesAreTheSoftmaxOfScaledCosines() {
    for (int seed = 0; seed < 50; seed++) {
      float[] image = FakeEncoder.direction(seed);
      double[] expected = naiveProbabilities(image);
      List<LabelScore> scores = classifier.classify(image);
      for (LabelScore score : scores) {
        assertThat(score.probability())
            .isCloseTo(expected[LABELS.indexOf(score.label())], within(1e-5));
      }
      assertThat(scores.stream().mapToDouble(LabelScore::probability).sum())
          .isCloseTo(1, within(1e-12));
    }
  }

  @Test
  void bestComesFirst() {
    for (int seed = 0; seed < 50; seed++) {
      List<LabelScore> scores = classifier.classify(FakeEncoder.direction(seed));
      assertThat(scores)
          .hasSize(LABELS.size())
          .isSortedAccordingTo(Comparator.comparingDouble(LabelScore::probability).reversed())
          .isSortedAccordingTo(Comparator.comparingDouble(LabelScore::similarity).reversed());
    }
  }

  @Test
  void equalScoresKeepTheLabelsOrder() {
    var same = new FakeEncoder(PUBLISHED_SCALE, text -> "same");
    List<LabelScore> scores =
        ZeroShotClassifier.of(same, LABELS, TEMPLATES).classify(FakeEncoder.direction(1));
    assertThat(scores).extracting(LabelScore::label).containsExactlyElementsOf(LABELS);
    assertThat(scores).allSatisfy(s -> assertThat(s.probability()).isCloseTo(0.2, within(1e-12)));
  }

  @Test
  void eachPromptIsEncodedOnce() {
    classifier.classify(FakeEncoder.direction(1));
    classifier.classifyAll(List.of(picture(1), picture(2)));
    classifier.classify(picture(3));
    assertThat(encoder.encodedTexts)
        .hasSize(LABELS.size() * TEMPLATES.templates().size())
        .doesNotHaveDuplicates()
        .startsWith("a photo of a cat.", "art of the cat.", "cat", "a photo of a dog.");
  }

  @Test
  void manyLabelsAreEncodedInTheirOrder() {
    List<String> labels = IntStream.range(0, 700).mapToObj(i -> "label " + i).toList();
    var one = ZeroShotClassifier.of(encoder, labels, PromptTemplates.of("{}"));
    for (int i = 0; i < labels.size(); i++) {
      assertThat(Embeddings.dot(one.labelEmbeddings().get(i), encoder.embedding(labels.get(i))))
          .isCloseTo(1, within(1e-6));
    }
  }

  @Test
  void picturesTogetherScoreAsAlone() {
    assertThat(classifier.classifyAll(List.of(picture(1), picture(2))))
        .containsExactly(classifier.classify(picture(1)), classifier.classify(picture(2)));
    assertThat(classifier.classifyAll(List.of())).isEmpty();
  }

  private static RgbImage picture(int grey) {
    return new RgbImage(1, 1, new byte[] {(byte) grey, (byte) grey, (byte) grey});
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {-1e9, -700, 0, 4.6, 50, 700, 710, 1e9, Double.MAX_VALUE, Double.POSITIVE_INFINITY})
  void extremeScalesDoNotOverflow(double logitScale) {
    var extreme = ZeroShotClassifier.of(new FakeEncoder(logitScale), LABELS, TEMPLATES);
    List<LabelScore> scores = extreme.classify(extreme.labelEmbeddings().get(3));
    assertThat(scores.getFirst().label()).isEqualTo("car");
    assertThat(scores).allSatisfy(score -> assertThat(score.probability()).isBetween(0.0, 1.0));
    assertThat(scores.stream().mapToDouble(LabelScore::probability).sum())
        .isCloseTo(1, within(1e-9));
  }

  @Test
  void oneLabelIsCertain() {
    var one = ZeroShotClassifier.of(encoder, List.of("cat"), TEMPLATES);
    assertThat(one.classify(FakeEncoder.direction(5)).getFirst().probability()).isEqualTo(1);
  }

  @Test
  void badLabelsAreRefused() {
    assertRefused("at least one");
    assertRefused("blank", "cat", " \t");
    assertRefused("\"cat\" twice", "cat", "dog", "cat");
  }

  private void assertRefused(String message, String... labels) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ZeroShotClassifier.of(encoder, List.of(labels), TEMPLATES))
        .withMessageContaining(message);
  }

  @Test
  void embeddingsOfAnotherModelAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> classifier.classify(new float[FakeEncoder.DIM + 1]))
        .withMessageContaining("different models");
  }

  @Test
  void handedOutEmbeddingsAreCopies() {
    classifier.labelEmbeddings().getFirst()[0] = 99;
    assertThat(classifier.labelEmbeddings().getFirst()[0]).isNotEqualTo(99);
  }
}
