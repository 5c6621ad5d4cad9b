package dev.jclip;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PunctuationTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "a red mug left of a bowl , and a plate , on sand . | a red mug left of a bowl, and a plate, on sand.",
        "the dog 's bowl isn 't here | the dog's bowl isn't here",
        "a sign that says 'stop' | a sign that says 'stop'",
        "at .5 metres | at .5 metres",
        "a black - and - white cat | a black - and - white cat"
      })
  void marksFollowTheirWord(String apart, String closed) {
    assertThat(Punctuation.closed(apart)).isEqualTo(closed);
    for (int end = 0; end <= apart.length(); end++) {
      if (end == apart.length() || apart.charAt(end) == ' ') {
        assertThat(closed).startsWith(Punctuation.closed(apart.substring(0, end)));
      }
    }
  }
}
