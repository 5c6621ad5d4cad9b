package dev.jclip.cli.command.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.detect.Box;
import dev.jclip.detect.Mask;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RegionTest {
  /** Of 4 x 3 pixels, with a cell for each: the probability rises from 0 to 1. */
  private static Mask mask() {
    float[] probabilities = new float[12];
    IntStream.range(0, 12).forEach(i -> probabilities[i] = i / 11f);
    return new Mask(0, "a mug", 4, 3, 4, 3, probabilities);
  }

  @Test
  void holdsProbablePixelsWhoseCentresLieInTheBox() {
    Region region = Region.of(mask(), new Box(0.6, -5, 3, 9), 0.5);
    assertThat(IntStream.range(0, 12).filter(i -> region.contains(i % 4, i / 4)))
        .containsExactly(6, 9, 10);
    assertThat(region.area()).isEqualTo(3);
    assertThat(Region.of(mask(), new Box(-9, -9, -1, -1), 0).area()).isZero();
  }

  @Test
  void isCountedColumnByColumn() {
    Region region = Region.of(mask(), new Box(0.6, 0, 3, 3), 0.5);
    assertThat(region.runLengths()).containsExactly(5, 1, 1, 2, 3);
    var all = new BitSet();
    all.set(0, 6);
    assertThat(new Region(2, 3, all).runLengths()).containsExactly(0, 6);
    assertThat(new Region(2, 3, new BitSet()).runLengths()).containsExactly(6);
  }

  @Test
  void isWhiteInItsImage() {
    Region region = Region.of(mask(), new Box(0.6, 0, 3, 3), 0.5);
    for (int i = 0; i < 12; i++) {
      assertThat(region.image().getRGB(i % 4, i / 4) & 0xffffff)
          .isEqualTo(region.contains(i % 4, i / 4) ? 0xffffff : 0);
    }
  }
}
