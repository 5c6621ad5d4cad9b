package dev.jclip.train.contrastive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelationSwapTest {
  private final HardNegatives swap = new RelationSwap();

  @ParameterizedTest
  @CsvSource({
    "a red mug to the left of a blue ball, a blue ball to the left of a red mug",
    "a red mug left of a blue ball, a blue ball left of a red mug",
    "a cup on top of a box, a box on top of a cup",
    "a cup on a box, a box on a cup",
    "a cup on a box behind a ball, a box behind a ball on a cup",
    "a man in front of a house, a house in front of a man",
    "a cup and a box from left to right, a box and a cup from left to right",
    "a red cup and a box from front to back, a box and a red cup from front to back",
    "a cup on the left, a cup on the right",
    "a cup on a box on the right, a cup on a box on the left",
    "a red object at the front, a red object at the back",
    "a cup at the back, a cup at the front"
  })
  void sidesOrPlacesAreExchanged(String caption, String wrong) {
    assertThat(swap.of(caption)).hasValue(wrong);
  }

  @Test
  void captionsWithoutARelationMakeNone() {
    assertThat(swap.of("a carton of lemons")).isEmpty();
    assertThat(swap.of("on the left")).isEmpty();
    assertThat(swap.of("a ball behind a ball")).isEmpty();
  }
}
