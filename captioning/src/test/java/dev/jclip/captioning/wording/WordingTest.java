package dev.jclip.captioning.wording;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordingTest {
  @Test
  void aSentenceIsAddedThatSaysSomethingElse() {
    assertThat(
            LongDescription.of(
                List.of(
                    "a photo of a red mug",
                    "a mug on a table",
                    "a red mug left of a blue ball",
                    "a mug and a ball")))
        .isEqualTo("A red mug. A red mug left of a blue ball.");
    assertThat(LongDescription.of(List.of("a mug", "a red mug"))).isEqualTo("A mug. A red mug.");
    assertThat(LongDescription.of(List.of("a quiet day", "people walk")))
        .isEqualTo("A quiet day. People walk.");
  }

  @Test
  void keywordsAreThingsAndPlainWords() {
    assertThat(
            Keywords.of(
                List.of("A photo of two red mugs on a wooden table", "a mug next to a window")))
        .containsExactly("red mug", "red", "mugs", "wooden", "table", "mug", "window");
    assertThat(Keywords.of(List.of())).isEmpty();
  }

  @Test
  void textsShareTheWordsThatSaySomething() {
    assertThat(Keywords.shared("a red mug on a table", "Our mugs; A Red Mug in the kitchen"))
        .isEqualTo(2);
    assertThat(Keywords.shared("a mug on the table", "on the")).isZero();
  }
}
