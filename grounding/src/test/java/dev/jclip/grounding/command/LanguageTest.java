package dev.jclip.grounding.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.grounding.command.Understanding.NotUnderstood;
import dev.jclip.grounding.command.Understanding.Understood;
import dev.jclip.grounding.command.grammar.Grammar;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Another language is another file, and gives the same structures. */
class LanguageTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Nimm die rote Tasse!|pick mug{colour:red}",
        "Nimm eine blaue Tasse auf dem Tisch hoch und lege sie in die Kiste.|pick a mug{colour:blue on(table)}; put @it >in(box)",
        "Lege das Buch neben die Vase|put book >next_to(vase)",
      })
  void readsGerman(String sentence, String structure) throws URISyntaxException {
    assertThat(parser().parse(sentence))
        .isInstanceOfSatisfying(
            Understood.class,
            understood ->
                assertThat(english(Notation.of(understood.utterance()))).isEqualTo(structure));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Nimm die rote blaue Tasse.|„die rote blaue Tasse“ widerspricht sich.",
        "Lege das Buch.|„Lege das Buch“: wohin?",
        "Nimm morgen die Tasse.|Ich verstehe „morgen“ nicht.",
      })
  void refusesInGerman(String sentence, String message) throws URISyntaxException {
    assertThat(parser().parse(sentence))
        .isInstanceOfSatisfying(
            NotUnderstood.class, refused -> assertThat(refused.message()).isEqualTo(message));
  }

  private static CommandParser parser() throws URISyntaxException {
    return new CommandParser(
        Grammar.read(
            Path.of(
                Objects.requireNonNull(LanguageTest.class.getResource("grammar/german.json"))
                    .toURI())));
  }

  /** Categories are words of the language; the rest of a structure is the same in all. */
  private static String english(String notation) {
    return notation
        .replace("tasse", "mug")
        .replace("tisch", "table")
        .replace("kiste", "box")
        .replace("buch", "book");
  }
}
