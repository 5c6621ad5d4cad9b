package dev.jclip.captioning.alttext;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AltTextStyleTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a red mug on a table . | A red mug on a table.",
        "a photo of a red mug | A red mug.",
        "An image showing two  books , open | Two books, open.",
        "the picture of dorian gray | Dorian gray.",
        "a close up photo of a cat! | A cat!",
        "photography of birds | Photography of birds.",
        "''|''",
      })
  void writesAsAuthorsDo(String caption, String text) {
    assertThat(AltTextStyle.of(caption)).isEqualTo(text);
  }
}
