package dev.jclip.moderation.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.embed.Embeddings;
import dev.jclip.error.DataException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LearnerTest {
  private static final int WIDTH = 64;

  private final Learner learner = new Learner(OptionalDouble.empty());

  /**
   * Images of which the embedding shows the category by so much, and the sentences' evidence by so
   * much, in noise of one.
   */
  private static ReviewedImages images(int each, double shown, double said, long seed) {
    var random = new Random(seed);
    var images = new ArrayList<ReviewedImages.Image>();
    for (int i = 0; i < 2 * each; i++) {
      boolean belongs = i % 2 == 0;
      float[] vector = new float[WIDTH];
      for (int d = 0; d < WIDTH; d++) {
        vector[d] = (float) random.nextGaussian();
      }
      vector[0] += (float) (belongs ? shown : -shown);
      double evidence = 0.3 + 0.01 * (random.nextGaussian() + (belongs ? said : -said));
      images.add(
          new ReviewedImages.Image(
              Embeddings.normalize(vector),
              evidence,
              1 / (1 + Math.exp(-50 * (evidence - 0.3))),
              belongs));
    }
    return new ReviewedImages(images);
  }

  private static Quality measured(Learned learned, ReviewedImages others) {
    double[] probabilities = new double[others.images().size()];
    boolean[] belongs = new boolean[probabilities.length];
    for (int i = 0; i < probabilities.length; i++) {
      ReviewedImages.Image image = others.images().get(i);
      probabilities[i] =
          1 / (1 + Math.exp(-learned.head().logit(image.embedding(), image.evidence())));
      belongs[i] = image.belongs();
    }
    return Quality.of(probabilities, belongs);
  }

  @Test
  void whatTheEmbeddingShowsIsLearned() {
    Learned learned = learner.learn(images(64, 4, 0.2, 1));

    assertThat(learned.isBetter()).isTrue();
    assertThat(learned.heldOut().auc()).isGreaterThan(0.95);
    Quality others = measured(learned, images(500, 4, 0.2, 2));
    assertThat(others.auc()).isGreaterThan(0.95);
    assertThat(others.calibrationError()).isLessThan(0.06);
  }

  /** The sentences' evidence is a feature too, which counts for more the fewer images there are. */
  @Test
  void whatTheSentencesKnowIsNotForgotten() {
    Learned learned = learner.learn(images(16, 0, 2.5, 3));

    assertThat(measured(learned, images(500, 0, 2.5, 4)).auc()).isGreaterThan(0.97);
  }

  @ParameterizedTest
  @ValueSource(longs = {5, 6, 7, 8})
  void noiseIsNotTakenInPlaceOfGoodSentences(long seed) {
    ReviewedImages reviewed = images(16, 0, 0, seed);
    var certain =
        new ReviewedImages(
            reviewed.images().stream()
                .map(
                    image ->
                        new ReviewedImages.Image(
                            image.embedding(), 0, image.belongs() ? 0.9 : 0.1, image.belongs()))
                .toList());

    Learned learned = learner.learn(certain);

    assertThat(learned.sentences().auc()).isEqualTo(1);
    assertThat(learned.isBetter()).isFalse();
  }

  /** The figures of held-out images promise no more than other images keep. */
  @Test
  void heldOutFiguresAreThoseOfOtherImages() {
    double promised = 0;
    double kept = 0;
    for (int seed = 10; seed < 16; seed++) {
      Learned learned = learner.learn(images(24, 1, 0.2, seed));
      promised += learned.heldOut().auc() / 6;
      kept += measured(learned, images(300, 1, 0.2, 100 + seed)).auc() / 6;
    }

    assertThat(promised).isCloseTo(kept, within(0.08));
  }

  @Test
  void probabilitiesAreRightForAnotherPrevalence() {
    List<ReviewedImages.Image> even = images(64, 0.5, 0.2, 20).images();
    var reviewed = new ReviewedImages(even.subList(0, 64));
    var uneven =
        new ReviewedImages(
            even.stream().filter(one -> one.belongs() || even.indexOf(one) < 64).toList());
    for (ReviewedImages images : List.of(reviewed, uneven)) {
      double odds = (double) images.positive() / images.negative();
      Learned rare = new Learner(OptionalDouble.of(0.1)).learn(images);
      Learned asReviewed = learner.learn(images);
      ReviewedImages.Image image = even.getFirst();

      assertThat(rare.head().logit(image.embedding(), image.evidence()))
          .isCloseTo(
              asReviewed.head().logit(image.embedding(), image.evidence())
                  + Math.log(0.1 / 0.9)
                  - Math.log(odds),
              within(1e-9));
      double mean =
          images.images().stream()
              .mapToDouble(one -> asReviewed.head().logit(one.embedding(), one.evidence()))
              .map(logit -> 1 / (1 + Math.exp(-logit)))
              .average()
              .orElseThrow();
      assertThat(mean).isCloseTo(odds / (1 + odds), within(0.05));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> new Learner(OptionalDouble.of(1)));
  }

  @Test
  void theSameImagesGiveTheSameNumbers() {
    Learned first = learner.learn(images(16, 1, 1, 30));
    Learned second = learner.learn(images(16, 1, 1, 30));

    assertThat(first.head().weights()).containsExactly(second.head().weights());
    assertThat(first.head().bias()).isEqualTo(second.head().bias());
    assertThat(first.heldOut()).isEqualTo(second.heldOut());
  }

  @ParameterizedTest
  @CsvSource({"0, 20", "20, 0", "7, 20", "20, 7", "0, 0"})
  void tooFewImagesOfALabelAreRefused(int positive, int negative) {
    List<ReviewedImages.Image> all = images(20, 1, 1, 40).images();
    var few = new ArrayList<ReviewedImages.Image>();
    all.stream().filter(ReviewedImages.Image::belongs).limit(positive).forEach(few::add);
    all.stream().filter(image -> !image.belongs()).limit(negative).forEach(few::add);

    assertThatThrownBy(() -> learner.learn(new ReviewedImages(few)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected 8 reviewed images or more")
        .hasMessageEndingWith("found %d and %d".formatted(positive, negative));
  }
}
