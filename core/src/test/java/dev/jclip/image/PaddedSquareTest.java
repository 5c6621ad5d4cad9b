package dev.jclip.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Images padded to squares, against SciPy. */
class PaddedSquareTest {
  private static final float CLOSE = 2e-6f;

  private static PreprocessConfig config(Resize resize, int side) {
    return new PreprocessConfig(
        side,
        side,
        resize,
        Interpolation.BILINEAR,
        CropRounding.NO_CROP,
        List.of(0.5f, 0.25f, 0f),
        List.of(0.5f, 1f, 2f),
        0);
  }

  @Test
  void samplesAreTheReferences() {
    for (List<String> row : TestPictures.rows("square.csv")) {
      RgbImage image =
          TestPictures.noise(Integer.parseInt(row.get(0)), Integer.parseInt(row.get(1)));
      int side = Integer.parseInt(row.get(2));
      var square = new Resize.PaddedSquare(side, Double.parseDouble(row.get(3)));
      float[] samples = PaddedSquareScaler.scale(image, square);
      assertThat(samples).hasSize(row.size() - 4);
      for (int i = 0; i < samples.length; i++) {
        assertThat(samples[i])
            .as("%s, sample %d", row.subList(0, 4), i)
            .isCloseTo(Float.parseFloat(row.get(4 + i)), within(CLOSE));
      }
    }
  }

  @Test
  void samplesAreNormalizedByChannel() {
    var square = new Resize.PaddedSquare(5, 0.5);
    RgbImage image = TestPictures.noise(9, 7);
    float[] samples = PaddedSquareScaler.scale(image, square);
    var preprocessor = new ImagePreprocessor(config(square, 5));
    float[] planes = preprocessor.preprocess(image);
    byte[] levels = preprocessor.resizeAndCrop(image).rgb();
    for (int i = 0; i < 25; i++) {
      assertThat(planes[i]).isEqualTo((samples[3 * i] - 0.5f) / 0.5f);
      assertThat(planes[25 + i]).isEqualTo(samples[3 * i + 1] - 0.25f);
      assertThat(planes[50 + i]).isEqualTo(samples[3 * i + 2] / 2f);
      assertThat((levels[3 * i] & 0xff) / 255f).isCloseTo(samples[3 * i], within(0.5f / 255));
    }
  }

  @Test
  void refusesGreysAndSizesThatDoNotFit() {
    assertThatThrownBy(() -> new Resize.PaddedSquare(5, 127)).hasMessageContaining("fill");
    assertThatThrownBy(() -> new Resize.PaddedSquare(0, 0)).hasMessageContaining("side");
    assertThatThrownBy(() -> config(new Resize.PaddedSquare(5, 0), 6))
        .hasMessageContaining("width: expected 5..5, found 6");
  }
}
