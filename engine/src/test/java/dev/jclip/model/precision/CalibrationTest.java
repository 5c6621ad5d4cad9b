package dev.jclip.model.precision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.config.Precision;
import dev.jclip.config.TowerPrecision;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  @Test
  void embeddingsOfNaNOrFarAwayDoNotSuffice() {
    List<float[]> exact = List.of(new float[] {1, 0}, new float[] {0, 1});
    assertThat(calibration(exact, exact).suffices()).isTrue();
    assertThat(calibration(exact, List.of(new float[] {1, 0}, new float[] {0.06f, 1})).suffices())
        .isFalse();
    assertThat(
            calibration(exact, List.of(new float[] {1, 0.04f}, new float[] {0.04f, 1})).suffices())
        .isFalse();
    float[] broken = {Float.NaN, 1};
    assertThat(calibration(exact, List.of(broken, exact.get(1))).suffices()).isFalse();
  }

  /** Of ten embeddings one is far away, which the mean of all does not show. */
  @Test
  void aSingleEmbeddingThatIsFarAwayIsEnough() {
    assertThat(oneOfTen(0.9984)).isFalse();
    assertThat(oneOfTen(0.9986)).isTrue();
  }

  private static boolean oneOfTen(double cosine) {
    float[] exact = {1, 0};
    float[] far = {(float) cosine, (float) Math.sqrt(1 - cosine * cosine)};
    var rounded = new ArrayList<float[]>(Collections.nCopies(9, exact));
    rounded.add(far);
    Calibration calibration = calibration(Collections.nCopies(10, exact), rounded);
    assertThat(calibration.cosines().mean()).isGreaterThan(Calibration.LEAST_MEAN);
    return calibration.suffices();
  }

  private static Calibration calibration(List<float[]> exact, List<float[]> rounded) {
    return Calibration.of(
        TowerPrecision.of(Precision.INT8), exact, rounded, Map.of(Precision.INT8, 2.));
  }
}
