package dev.jclip.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MaskTest {
  /** Two rows of four cells over an image of 8 x 20 pixels, so that a cell is 2 x 10 of them. */
  private static final Mask MASK =
      new Mask(0, "mug", 8, 20, 4, 2, new float[] {0, 0.2f, 0.6f, 0, 0.1f, 0.9f, 0.5f, 0});

  @Test
  void probabilitiesAreInterpolatedBetweenCentres() {
    assertThat(MASK.at(3, 5)).isCloseTo(0.2, within(1e-6));
    assertThat(MASK.at(4, 5)).isCloseTo(0.4, within(1e-6));
    assertThat(MASK.at(3, 10)).isCloseTo(0.55, within(1e-6));
    assertThat(MASK.at(4, 10)).isCloseTo((0.2 + 0.6 + 0.9 + 0.5) / 4, within(1e-6));
  }

  @Test
  void atTheBordersTheOutermostCellsGoOn() {
    assertThat(MASK.at(0, 20)).isCloseTo(0.1, within(1e-6));
    assertThat(MASK.at(-5, 30)).isCloseTo(0.1, within(1e-6));
    assertThat(MASK.at(8, 0)).isZero();
  }

  @Test
  void aBoxIsAroundAllThatIsLikely() {
    assertThat(MASK.box(0.5)).contains(new Box(2, 0, 6, 20));
    assertThat(MASK.box(0.7)).contains(new Box(2, 10, 4, 20));
    assertThat(MASK.box(0.95)).isEmpty();
    assertThat(MASK.best()).isCloseTo(0.9, within(1e-6));
  }

  @Test
  void theMeanIsOfCellsWithTheirCentresInTheBox() {
    assertThat(MASK.mean(new Box(2, 0, 6, 10))).isCloseTo(0.4, within(1e-6));
    assertThat(MASK.mean(new Box(0, 0, 8, 20))).isCloseTo(2.3 / 8, within(1e-6));
    assertThat(MASK.mean(new Box(0, 0, 0.5, 0.5))).isZero();
  }

  @Test
  void refusesGridsWithoutAProbabilityForEachCell() {
    assertThatThrownBy(() -> new Mask(0, "mug", 8, 20, 3, 2, new float[5]))
        .hasMessageContaining("expected one for each of 3x2 cells, found 5");
    assertThatThrownBy(() -> new Mask(0, "mug", 0, 20, 1, 1, new float[1]))
        .hasMessageContaining("image");
  }
}
