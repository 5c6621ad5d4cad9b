package dev.jclip.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class BoxTest {
  @Test
  void boxesOverlapByTheirCommonArea() {
    Box box = new Box(0, 0, 4, 2);
    assertThat(box.intersection(new Box(2, 1, 6, 5))).isEqualTo(2);
    assertThat(box.intersectionOverUnion(new Box(2, 1, 6, 5))).isEqualTo(2.0 / (8 + 16 - 2));
    assertThat(box.intersectionOverUnion(box)).isEqualTo(1);
  }

  @Test
  void boxesThatTouchOrHaveNoAreaDoNotOverlap() {
    Box box = new Box(0, 0, 4, 2);
    assertThat(box.intersectionOverUnion(new Box(4, 0, 6, 2))).isZero();
    assertThat(box.intersectionOverUnion(new Box(1, 1, 1, 1))).isZero();
    assertThat(new Box(1, 1, 1, 1).intersectionOverUnion(new Box(1, 1, 1, 1))).isZero();
  }

  @Test
  void aBoxAroundACentreHasItThere() {
    Box box = Box.around(10, 20, 4, 6);
    assertThat(box).isEqualTo(new Box(8, 17, 12, 23));
    assertThat(box.centerX()).isEqualTo(10);
    assertThat(box.centerY()).isEqualTo(20);
  }

  @Test
  void onlyThePartWithinTheImageIsKept() {
    assertThat(new Box(-3, 5, 20, 40).within(16, 30)).isEqualTo(new Box(0, 5, 16, 30));
    assertThat(new Box(20, 40, 25, 45).within(16, 30)).isEqualTo(new Box(16, 30, 16, 30));
  }

  @Test
  void cornersMustBeFiniteAndInOrder() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Box(5, 0, 4, 2))
        .withMessageContaining("(5.0, 0.0, 4.0, 2.0)");
    assertThatIllegalArgumentException().isThrownBy(() -> new Box(0, Double.NaN, 4, 2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Box(0, 0, Double.POSITIVE_INFINITY, 2));
  }
}
