package dev.jclip.moderation.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TilingTest {
  @Test
  void oneScaleIsTheWholeImage() {
    assertThat(Tiling.WHOLE.boxes(640, 480)).containsExactly(new Box(0, 0, 640, 480));
  }

  @Test
  void twoScalesOfASquare() {
    assertThat(new Tiling(2).boxes(64, 64))
        .containsExactly(
            new Box(0, 0, 64, 64),
            new Box(0, 0, 32, 32),
            new Box(16, 0, 32, 32),
            new Box(32, 0, 32, 32),
            new Box(0, 16, 32, 32),
            new Box(16, 16, 32, 32),
            new Box(32, 16, 32, 32),
            new Box(0, 32, 32, 32),
            new Box(16, 32, 32, 32),
            new Box(32, 32, 32, 32));
  }

  @ParameterizedTest
  @CsvSource({"64, 64, 1, 1", "64, 64, 2, 10", "64, 64, 3, 59", "128, 64, 2, 22", "64, 128, 2, 22"})
  void theNumberOfTiles(int width, int height, int scales, int tiles) {
    assertThat(new Tiling(scales).boxes(width, height)).hasSize(tiles).doesNotHaveDuplicates();
  }

  /** Whatever is half as large as a tile or smaller lies whole in some tile. */
  @ParameterizedTest
  @CsvSource({"64, 64", "101, 67", "67, 101", "640, 481", "33, 32", "1000, 40"})
  void tilesLieWithinTheImageAndLeaveNoGap(int width, int height) {
    for (int scale = 2; scale <= 3; scale++) {
      int side = Math.min(width, height) >> (scale - 1);
      List<Box> tiles =
          new Tiling(scale).boxes(width, height).stream().filter(b -> b.width() == side).toList();
      assertThat(tiles)
          .isNotEmpty()
          .allSatisfy(
              box -> {
                assertThat(box.height()).isEqualTo(side);
                assertThat(box.x() + side).isLessThanOrEqualTo(width);
                assertThat(box.y() + side).isLessThanOrEqualTo(height);
              });
      int object = side / 2 - 1;
      for (int y = 0; y <= height - object; y++) {
        for (int x = 0; x <= width - object; x += 7) {
          int left = x;
          int top = y;
          assertThat(tiles.stream().anyMatch(tile -> holds(tile, left, top, object)))
              .as("%d,%d of %d", x, y, side)
              .isTrue();
        }
      }
    }
  }

  @Test
  void anOblongImageHasNoMoreThanSomeThousandTiles() {
    assertThat(new Tiling(4).boxes(100_000, 64)).hasSizeBetween(100, 3000);
  }

  private static boolean holds(Box tile, int x, int y, int side) {
    return tile.x() <= x
        && tile.y() <= y
        && x + side <= tile.x() + tile.width()
        && y + side <= tile.y() + tile.height();
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "15, 15, 1", "16, 15, 1", "16, 16, 10", "31, 16, 22"})
  void tilesOfLessThanEightPixelsAreLeftOut(int width, int height, int tiles) {
    List<Box> boxes = new Tiling(4).boxes(width, height);

    assertThat(boxes).hasSize(tiles);
    assertThat(boxes.getFirst()).isEqualTo(new Box(0, 0, width, height));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 5})
  void otherScalesAreRefused(int scales) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Tiling(scales))
        .withMessage("scales: expected 1 to 4, found " + scales);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 10, 10, 1",
    "0, 0, 10, 5, 0.5",
    "5, 5, 10, 10, 0.142857142857",
    "10, 0, 10, 10, 0",
    "20, 20, 5, 5, 0",
    "2, 2, 5, 5, 0.25"
  })
  void theOverlapOfBoxes(int x, int y, int width, int height, double expected) {
    Box box = new Box(0, 0, 10, 10);
    Box other = new Box(x, y, width, height);

    assertThat(box.intersectionOverUnion(other)).isCloseTo(expected, within(1e-9));
    assertThat(other.intersectionOverUnion(box)).isCloseTo(expected, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({"-1, 0, 1, 1", "0, -1, 1, 1", "0, 0, 0, 1", "0, 0, 1, 0"})
  void aBoxIsAPartOfAnImage(int x, int y, int width, int height) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Box(x, y, width, height));
  }
}
