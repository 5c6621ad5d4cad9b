package dev.jclip.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TokenizedTextTest {
  private static final TokenizedText TEXT = new TokenizedText("x", new int[] {7, 1, 9}, 3, false);

  @Test
  void padsWithTheGivenId() {
    assertThat(TEXT.padded(5, 9)).containsExactly(7, 1, 9, 9, 9);
    assertThat(TEXT.padded(5, 0)).containsExactly(7, 1, 9, 0, 0);
    assertThat(TEXT.padded(3, 0)).containsExactly(7, 1, 9);
    assertThatThrownBy(() -> TEXT.padded(2, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected at least the 3 ids");
  }

  @Test
  void isImmutable() {
    int[] ids = {7, 1, 9};
    TokenizedText text = new TokenizedText("x", ids, 3, false);
    ids[0] = 0;
    text.ids()[1] = 0;
    assertThat(text.ids()).containsExactly(7, 1, 9);
  }

  @Test
  void isEqualByContent() {
    assertThat(TEXT)
        .isEqualTo(new TokenizedText("x", new int[] {7, 1, 9}, 3, false))
        .hasSameHashCodeAs(new TokenizedText("x", new int[] {7, 1, 9}, 3, false))
        .isNotEqualTo(new TokenizedText("x", new int[] {7, 2, 9}, 3, false))
        .isNotEqualTo(new TokenizedText("x", new int[] {7, 1, 9}, 4, true));
    assertThat(TEXT.toString()).contains("[7, 1, 9]");
  }
}
