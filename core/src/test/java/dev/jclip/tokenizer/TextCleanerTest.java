package dev.jclip.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TextCleanerTest {
  private static final Pattern SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

  static List<Goldens.Golden> goldens() throws IOException {
    return Goldens.all();
  }

  /** open_clip's cleaning also joins white space, which no word contains. */
  @ParameterizedTest
  @MethodSource("goldens")
  void openAiCleaningEqualsOpenClips(Goldens.Golden golden) {
    String clean = TextCleaner.openAi(golden.text());
    assertThat(SPACE.matcher(clean).replaceAll(" ").strip()).isEqualTo(golden.cleaned());
  }

  @Test
  void textInTheWrongCharsetIsLeftAsItIs() {
    assertThat(TextCleaner.openAi("schÃ¶n")).isEqualTo("schã¶n");
  }

  @Test
  void nestedReferencesAreUnescapedInBoundedTime() {
    assertThat(TextCleaner.openAi("&" + "amp;".repeat(50) + "lt;")).isEqualTo("<");
    assertThat(TextCleaner.openAi("&" + "amp;".repeat(20_000))).startsWith("&amp;amp;");
  }

  @Test
  void huggingFaceCleaningKeepsWhatOpenAiRepairs() {
    assertThat(TextCleaner.huggingFace("“ﬁ” &amp; ΑΣ e\u0301 İ"))
        .isEqualTo("“ﬁ” &amp; ασ é i\u0307");
  }

  @ParameterizedTest
  @CsvSource({
    "ΟΔΟΣ, οδος",
    "ΟΔΟΣ., οδος.",
    "ΑΣΑ, ασα",
    "Σ, σ",
    "Α'Σ, α'ς",
    "ΑΣ'Α, ασ'α",
    "Α Σ, α σ",
    "ΑΣ:Α, ασ:α",
    "ΑΣ-Α, ας-α",
    "İI, i\u0307i"
  })
  void lowerCasesSigmaByItsNeighbours(String text, String lower) {
    assertThat(LetterCase.lower(text)).isEqualTo(lower);
  }
}
