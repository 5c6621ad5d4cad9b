package dev.jclip.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.config.Precision;
import dev.jclip.config.TowerPrecision;
import dev.jclip.nn.packed.CalibrationLayers.BlockFigures;
import dev.jclip.nn.packed.CalibrationLayers.Figures;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  private static final TowerPrecision INT8 = TowerPrecision.of(Precision.INT8);
  private static final TowerPrecision BF16 = TowerPrecision.of(Precision.BF16);

  /** Blocks of these errors in 8-bit integers, and of times in each precision. */
  private static List<BlockFigures> blocks(long f32, long bf16, long int8, double... errors) {
    return DoubleStream.of(errors)
        .mapToObj(
            error ->
                new BlockFigures(
                    Map.of(
                        Precision.F32, new Figures(f32, 0),
                        Precision.BF16, new Figures(bf16, 0.001),
                        Precision.INT8, new Figures(int8, error))))
        .toList();
  }

  private static TowerPrecision mixture(Precision... blocks) {
    return new TowerPrecision(Precision.INT8, List.of(blocks));
  }

  @Test
  void theFastestComesFirstAndTheBlocksThatAreHurtMostAreSpared() {
    assertThat(Calibration.candidates(blocks(8, 4, 2, 0.1, 0.3, 0.2)))
        .containsExactly(
            INT8,
            mixture(Precision.INT8, Precision.BF16, Precision.INT8),
            mixture(Precision.INT8, Precision.BF16, Precision.BF16),
            BF16,
            TowerPrecision.EXACT);
  }

  @Test
  void whatIsSlowerThanFloat32IsNotTried() {
    assertThat(Calibration.candidates(blocks(8, 16, 4, 0.1, 0.3)))
        .containsExactly(INT8, mixture(Precision.INT8, Precision.F32), TowerPrecision.EXACT);
    assertThat(Calibration.candidates(blocks(8, 8, 9, 0.1, 0.3)))
        .containsExactly(TowerPrecision.EXACT);
  }

  @Test
  void oneSlowBlockDoesNotChangeTheOrder() {
    List<BlockFigures> blocks =
        DoubleStream.of(2, 2, 500)
            .mapToObj(
                nanos ->
                    new BlockFigures(
                        Map.of(
                            Precision.F32, new Figures(8, 0),
                            Precision.BF16, new Figures((long) nanos, 0))))
            .toList();
    assertThat(Calibration.candidates(blocks)).containsExactly(BF16, TowerPrecision.EXACT);
  }

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
    return Calibration.of(INT8, exact, rounded, blocks(8, 4, 2, 0.1));
  }
}
