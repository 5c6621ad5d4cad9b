package dev.jclip.model.precision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.config.Precision;
import dev.jclip.config.TowerPrecision;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CandidateTest {
  private static final TowerPrecision INT8 = TowerPrecision.of(Precision.INT8);
  private static final TowerPrecision BF16 = TowerPrecision.of(Precision.BF16);

  private static List<TowerPrecision> candidates(
      long f32, long bf16, long int8, List<Double> errors) {
    var nanos = Map.of(Precision.F32, f32, Precision.BF16, bf16, Precision.INT8, int8);
    return candidates(nanos, errors);
  }

  private static List<TowerPrecision> candidates(Map<Precision, Long> nanos, List<Double> errors) {
    return Candidate.of(nanos, errors.size()).stream()
        .map(candidate -> candidate.precision(errors))
        .toList();
  }

  private static TowerPrecision mixture(Precision... blocks) {
    return new TowerPrecision(Precision.INT8, List.of(blocks));
  }

  @Test
  void theFastestComesFirstAndTheBlocksThatAreHurtMostAreSpared() {
    assertThat(candidates(8, 4, 2, List.of(0.1, 0.3, 0.2)))
        .containsExactly(
            INT8,
            mixture(Precision.INT8, Precision.BF16, Precision.INT8),
            mixture(Precision.INT8, Precision.BF16, Precision.BF16),
            BF16,
            TowerPrecision.EXACT);
  }

  @Test
  void whatIsSlowerThanFloat32IsNotTried() {
    assertThat(candidates(8, 16, 4, List.of(0.1, 0.3)))
        .containsExactly(INT8, mixture(Precision.INT8, Precision.F32), TowerPrecision.EXACT);
    assertThat(candidates(8, 8, 9, List.of(0.1, 0.3))).containsExactly(TowerPrecision.EXACT);
  }

  @Test
  void whatHasNo8BitIntegersIsNotMixed() {
    assertThat(candidates(Map.of(Precision.F32, 8L, Precision.BF16, 4L), List.of(0., 0.)))
        .containsExactly(BF16, TowerPrecision.EXACT);
  }

  @Test
  void errorsAreReadOnlyWhereBlocksAreSpared() {
    var nanos = Map.of(Precision.F32, 8L, Precision.BF16, 4L, Precision.INT8, 2L);
    assertThat(Candidate.of(nanos, 12).stream().filter(Candidate::sparesSome)).hasSize(4);
    assertThat(Candidate.of(nanos, 12).getFirst().precision(List.of())).isEqualTo(INT8);
  }

  @Test
  void whereBfloat16IsNotMultipliedFloat32IsSpared() {
    assertThat(candidates(Map.of(Precision.F32, 8L, Precision.INT8, 2L), List.of(0.1, 0.3, 0.2)))
        .containsExactly(
            INT8,
            mixture(Precision.INT8, Precision.F32, Precision.INT8),
            mixture(Precision.INT8, Precision.F32, Precision.F32),
            TowerPrecision.EXACT);
  }

  @Test
  void aPartWithoutBlocksTriesEightBitsAndThenFloat32() {
    assertThat(candidates(Map.of(), List.of())).containsExactly(INT8, TowerPrecision.EXACT);
  }
}
