package dev.jclip.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordPatternTest {
  private static final WordPattern EXACT = WordPattern.exact("<|s|>");

  @Test
  void splitsContractionsLettersNumbersAndTheRest() {
    assertThat(words(EXACT, "don't we'll 'tis i'd've"))
        .containsExactly("don", "'t", "we", "'ll", "'t", "is", "i", "'d", "'ve");
    assertThat(words(EXACT, "abc123 x2 ½ⅳ٣"))
        .containsExactly("abc", "1", "2", "3", "x", "2", "½", "ⅳ", "٣");
    assertThat(words(EXACT, "!!?a--'s ...'s")).containsExactly("!!?", "a", "--'", "s", "...'", "s");
    assertThat(words(EXACT, "日本é𝒥🎉\u0301_")).containsExactly("日本é𝒥", "🎉\u0301_");
  }

  @Test
  void skipsEveryUnicodeSpace() {
    assertThat(words(EXACT, "\u0085a\u00a0b\u3000c\u2009d\u2028e\tf\u000bg \u200b"))
        .containsExactly("a", "b", "c", "d", "e", "f", "g", "\u200b");
    assertThat(words(EXACT, " \n ")).isEmpty();
  }

  @Test
  void findsMarkersWhereAWordMayBegin() {
    assertThat(words(EXACT, "a<|s|>b .<|s|> <|s|"))
        .containsExactly("a", "[<|s|>]", "b", ".<|", "s", "|>", "<|", "s", "|");
  }

  @Test
  void ignoringCaseALongSIsAnS() {
    assertThat(words(EXACT, "'ſ <|ſ|>")).containsExactly("'", "ſ", "<|", "ſ", "|>");
    assertThat(words(WordPattern.ignoringCase("<|s|>"), "'ſ <|ſ|>"))
        .containsExactly("'ſ", "[<|ſ|>]");
  }

  private static List<String> words(WordPattern pattern, String text) {
    List<String> words = new ArrayList<>();
    pattern.split(
        text,
        (source, start, end) -> words.add(source.substring(start, end)),
        (source, start, end) -> words.add("[" + source.substring(start, end) + "]"));
    return words;
  }
}
