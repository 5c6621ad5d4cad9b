package dev.jclip.model.precision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.config.Precision;
import dev.jclip.config.TowerPrecision;
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

  private static Calibration calibration(List<float[]> exact, List<float[]> rounded) {
    return Calibration.of(
        TowerPrecision.of(Precision.INT8), exact, rounded, Map.of(Precision.INT8, 2.));
  }
}
