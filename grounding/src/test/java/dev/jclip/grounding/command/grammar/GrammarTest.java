package dev.jclip.grounding.command.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.error.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrammarTest {
  @TempDir private Path folder;

  @Test
  void givesTokensTheirPlaces() {
    Grammar english = Grammar.english();
    assertThat(english.tokens("It isn't GRAY, 10cm!"))
        .containsExactly(
            new Token("it", 0, 2),
            new Token("is", 3, 8),
            new Token("not", 3, 8),
            new Token("grey", 9, 13),
            new Token(",", 13, 14),
            new Token("10", 15, 17),
            new Token("cm", 17, 19),
            new Token(".", 19, 20));
  }

  @Test
  void ordersReadingsByTheirCosts() throws IOException {
    Grammar grammar =
        read(
            "\"utterance\": [\"first:<part> second:<part>\"],"
                + " \"part\": [\"a+\", \"a a a ~2\", \"whole:(a {empty x}) ~1\"]");
    List<Derivation> readings = grammar.readings(grammar.tokens("a a"));
    assertThat(readings).extracting(Derivation::cost).containsExactly(0, 1, 1, 2);
    Slot plainest = readings.getFirst().slots();
    assertThat(plainest.first("first").orElseThrow().text()).isEqualTo("a");
    assertThat(plainest.first("second").orElseThrow().from()).isEqualTo(1);
    assertThat(grammar.readings(grammar.tokens("a"))).isEmpty();
    assertThat(grammar.readings(grammar.tokens("a b"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"utterance\": [\"<nobody>\"]|found <nobody>",
        "\"utterance\": [\"a (b\"]|a (b",
        "\"utterance\": [\"a ) b\"]|found \") b\"",
        "\"utterance\": [\"<utterance> a\"]|begins with itself",
        "\"utterance\": [\"<other> a\"], \"other\": [\"b? <utterance>\"]|begins with itself",
        "\"sentence\": [\"a\"]|one named utterance",
        "\"utterance\": [\"a\"], \"utterance\": [\"b\"]|utterance",
      })
  void saysWhatIsWrongWithRules(String rules, String part) {
    assertThatThrownBy(() -> read(rules))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(part);
  }

  @Test
  void saysWhatIsWrongWithFiles() throws IOException {
    Path file = folder.resolve("some.json");
    assertThatThrownBy(() -> Grammar.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("some.json");
    Files.writeString(file, "{\"rules\": {}}");
    assertThatThrownBy(() -> Grammar.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("some.json")
        .hasMessageContaining("spelling");
  }

  private Grammar read(String rules) throws IOException {
    Path file = folder.resolve("grammar.json");
    Files.writeString(
        file,
        "{\"spelling\": {}, \"words\": {}, \"nouns\": [], \"plurals\": {},"
            + " \"endings\": {\"plural\": [], \"singular\": []},"
            + " \"refused\": {\"words\": [], \"patterns\": [], \"phrases\": []},"
            + " \"rules\": {"
            + rules
            + "}, \"exclusive\": {\"labels\": [], \"values\": []}, \"phrasing\": {}}");
    return Grammar.read(file);
  }
}
