package dev.jclip.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.data.random.SeededRandom;
import dev.jclip.error.ImageException;
import dev.jclip.image.ImagePreprocessor;
import dev.jclip.image.Interpolation;
import dev.jclip.image.PillowResampler;
import dev.jclip.image.PreprocessConfig;
import dev.jclip.image.RgbImage;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrainTransformTest {
  private static final Range SCALE = new Range(0.3, 1);
  private static final Range RATIO = new Range(3 / 4.0, 4 / 3.0);

  private static RgbImage noise(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    new Random(width).nextBytes(rgb);
    return new RgbImage(width, height, rgb);
  }

  private static RgbImage apply(Augmentation augmentation, RgbImage image, long seed) {
    return new TrainTransform(16, augmentation).apply(image, SeededRandom.of(seed));
  }

  @Test
  void boxesLieWithinThePictureAndTheRanges() {
    double smallest = 1;
    double largest = 0;
    var corners = new HashSet<Integer>();
    for (int seed = 0; seed < 4000; seed++) {
      CropBox box = CropBox.draw(120, 100, SCALE, RATIO, SeededRandom.of(seed));
      assertThat(box.left()).isBetween(0, 120 - box.width());
      assertThat(box.top()).isBetween(0, 100 - box.height());
      double scale = box.width() * box.height() / 12_000.0;
      double ratio = (double) box.width() / box.height();
      assertThat(scale).isBetween(0.3 - 0.02, 1.0);
      assertThat(ratio).isBetween(0.75 - 0.02, 4 / 3.0 + 0.02);
      smallest = Math.min(smallest, scale);
      largest = Math.max(largest, scale);
      corners.add(box.left());
    }
    assertThat(smallest).isLessThan(0.32);
    assertThat(largest).isGreaterThan(0.93);
    assertThat(corners).hasSizeGreaterThan(50);
  }

  @Test
  void theLogarithmOfTheShapeIsEven() {
    int wide = 0;
    for (int seed = 0; seed < 4000; seed++) {
      Range ratio = new Range(0.25, 4);
      CropBox box = CropBox.draw(900, 900, new Range(0.1, 0.1), ratio, SeededRandom.of(seed));
      wide += box.width() > 2 * box.height() ? 1 : 0;
    }
    assertThat(wide / 4000.0).isCloseTo(0.25, within(0.03));
  }

  @Test
  void picturesThatNoBoxFitsAreCutInTheMiddle() {
    Range whole = new Range(1, 1);
    for (int seed = 0; seed < 50; seed++) {
      SeededRandom random = SeededRandom.of(seed);
      assertThat(CropBox.draw(1000, 90, whole, RATIO, random))
          .isEqualTo(new CropBox(440, 0, 120, 90));
      assertThat(CropBox.draw(90, 1000, whole, RATIO, random))
          .isEqualTo(new CropBox(0, 440, 90, 120));
      assertThat(CropBox.draw(1, 5000, whole, RATIO, random).width()).isEqualTo(1);
    }
    assertThat(CropBox.draw(7, 7, whole, new Range(1, 1), SeededRandom.of(0)))
        .isEqualTo(new CropBox(0, 0, 7, 7));
  }

  @Test
  void theDefaultIsACropAndNothingElse() {
    RgbImage image = noise(30, 40);
    SeededRandom random = SeededRandom.of(5);
    CropBox box = CropBox.draw(30, 40, new Range(0.9, 1), RATIO, random);
    assertThat(apply(Augmentation.DEFAULT, image, 5))
        .isEqualTo(PillowResampler.resize(box.of(image), 16, 16, Interpolation.BICUBIC));
  }

  @Test
  void whatIsRandomIsAFunctionOfTheSeed() {
    Augmentation all =
        Augmentation.DEFAULT
            .withScale(SCALE)
            .withFlip(0.5)
            .withColorJitter(new ColorJitter(0.4, 0.4, 0.4, 0.1), 0.8)
            .withGrayScale(0.2);
    RgbImage image = noise(30, 40);
    Set<RgbImage> results = new HashSet<>();
    for (long seed = 0; seed < 100; seed++) {
      results.add(apply(all, image, seed));
      assertThat(apply(all, image, seed)).isEqualTo(apply(all, image, seed));
    }
    assertThat(results).hasSize(100);
  }

  @Test
  void eachStepComesAsOftenAsItsProbability() {
    Augmentation whole = Augmentation.DEFAULT.withScale(new Range(1, 1)).withRatio(new Range(1, 1));
    RgbImage image = noise(16, 16);
    var jitter = new ColorJitter(0.4, 0, 0, 0);
    int flipped = 0;
    int jittered = 0;
    int grey = 0;
    for (long seed = 0; seed < 2000; seed++) {
      flipped += apply(whole.withFlip(0.3), image, seed).equals(image) ? 0 : 1;
      jittered += apply(whole.withColorJitter(jitter, 0.6), image, seed).equals(image) ? 0 : 1;
      grey += apply(whole.withGrayScale(0.2), image, seed).equals(PillowColor.grey(image)) ? 1 : 0;
    }
    assertThat(flipped / 2000.0).isCloseTo(0.3, within(0.04));
    assertThat(jittered / 2000.0).isCloseTo(0.6, within(0.04));
    assertThat(grey / 2000.0).isCloseTo(0.2, within(0.04));
  }

  @Test
  void jitterAppliesItsChangesInRandomOrder() {
    RgbImage image = noise(9, 9);
    var orders = new HashSet<String>();
    for (long seed = 0; seed < 60; seed++) {
      RgbImage result = new ColorJitter(0.9, 0.9, 0, 0).apply(image, SeededRandom.of(seed));
      var random = SeededRandom.of(seed);
      float brightness = (float) (0.1 + 1.8 * random.nextDouble());
      float contrast = (float) (0.1 + 1.8 * random.nextDouble());
      RgbImage one = PillowColor.contrast(PillowColor.brightness(image, brightness), contrast);
      RgbImage other = PillowColor.brightness(PillowColor.contrast(image, contrast), brightness);
      assertThat(result).isIn(one, other);
      if (!one.equals(other)) {
        orders.add(result.equals(one) ? "one" : "other");
      }
    }
    assertThat(orders).hasSize(2);
  }

  @Test
  void evaluationIsThePreprocessingOfTheModel() {
    PreprocessConfig config = PreprocessConfig.openAi(24);
    ImageTransform transform = ImageTransform.evaluation(config);
    RgbImage image = noise(50, 31);
    assertThat(transform.apply(image, SeededRandom.of(1)))
        .isEqualTo(new ImagePreprocessor(config).resizeAndCrop(image));
    assertThat(transform.width()).isEqualTo(24);
    assertThat(transform.height()).isEqualTo(24);
  }

  @Test
  void pictureTooElongatedIsAPicturesFault() {
    Augmentation any =
        Augmentation.DEFAULT.withScale(new Range(1, 1)).withRatio(new Range(1e-9, 1e9));
    RgbImage line = new RgbImage(20_000_000, 1, new byte[60_000_000]);
    assertThatThrownBy(() -> new TrainTransform(4096, any).apply(line, SeededRandom.of(3)))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("too elongated");
  }

  @Test
  void wrongSettingsAreRefused() {
    Augmentation plain = Augmentation.DEFAULT;
    refused("scale", () -> plain.withScale(new Range(0, 1)));
    refused("scale", () -> plain.withScale(new Range(0.5, 1.1)));
    refused("ratio", () -> plain.withRatio(new Range(-1, 1)));
    refused("range", () -> new Range(2, 1));
    refused("range", () -> new Range(Double.NaN, 1));
    refused("flipProb", () -> plain.withFlip(1.5));
    refused("grayScaleProb", () -> plain.withGrayScale(Double.NaN));
    refused("colorJitterProb", () -> plain.withColorJitter(ColorJitter.NONE, -1));
    refused("hue", () -> new ColorJitter(0, 0, 0, 0.6));
    refused("contrast", () -> new ColorJitter(0, -1, 0, 0));
    refused("imageSize", () -> new TrainTransform(0, plain));
  }

  private static void refused(String name, Runnable attempt) {
    assertThatThrownBy(attempt::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name);
  }
}
