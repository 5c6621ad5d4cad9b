package dev.jclip.cli.command.caption;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.captioning.claim.CheckedCaption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PurposeTest {
  private static final String LONG = "a mug " + "and a mug ".repeat(15);
  private static final String LONGEST = "a mug " + "and a mug ".repeat(30);

  private static Worded worded(Purpose purpose, String caption, String... others) {
    return new Worded(
        purpose,
        new Described(new CheckedCaption(caption, List.of()), Optional.empty(), List.of(others)));
  }

  @Test
  void alternativeTextsAreShortWhereThereIsAChoice() {
    List<String> captions = List.of(LONGEST, LONG, "a mug", "a red mug");
    List<String> shortFirst = List.of("a mug", "a red mug", LONG, LONGEST);
    assertThat(Purpose.ALT.ordered(captions)).isEqualTo(shortFirst);
    assertThat(Purpose.LONG.ordered(captions)).isEqualTo(shortFirst);
    assertThat(Purpose.SEARCH.ordered(captions)).isEqualTo(captions);
  }

  @Test
  void eachPurposeHasItsWords() {
    String[] others = {"a red mug left of a ball"};
    assertThat(worded(Purpose.ALT, "a photo of a red mug", others).text()).isEqualTo("A red mug.");
    assertThat(worded(Purpose.LONG, "a photo of a red mug", others).text())
        .isEqualTo("A red mug. A red mug left of a ball.");
    assertThat(worded(Purpose.SEARCH, "a photo of a red mug", others).text())
        .isEqualTo("red mug, red, mug, ball");
  }

  @Test
  void textInAnImageIsQuotedWhereThereIsRoom() {
    CheckedCaption checked = new CheckedCaption("a red sign", List.of());
    Described sign =
        Described.alone(checked, Optional.empty()).withLines(List.of("OPEN DAILY", "9 to 5"));
    String quoting = "A red sign. It reads “OPEN DAILY”, “9 to 5”.";
    assertThat(new Worded(Purpose.ALT, sign).text()).isEqualTo(quoting);
    assertThat(new Worded(Purpose.LONG, sign).text()).isEqualTo(quoting);
    assertThat(new Worded(Purpose.SEARCH, sign).text()).contains("red, sign, open, daily");
    assertThat(sign.fields()).containsEntry("textInImage", List.of("OPEN DAILY", "9 to 5"));
    Described page = sign.withLines(List.of("word ".repeat(60).strip()));
    assertThat(new Worded(Purpose.ALT, page).text()).isEqualTo("A red sign.");
    assertThat(new Worded(Purpose.LONG, page).text()).contains("word word").hasSizeGreaterThan(300);
  }

  @Test
  void anAlternativeTextThatIsTooLongNeedsAPerson() {
    assertThat(worded(Purpose.ALT, LONGEST).doubt()).contains("characters, more than 250");
    assertThat(worded(Purpose.ALT, LONGEST).fields("en")).containsEntry("needsPerson", true);
    assertThat(worded(Purpose.ALT, LONG).doubt()).isEmpty();
    assertThat(worded(Purpose.SEARCH, LONGEST).doubt()).isEmpty();
  }
}
