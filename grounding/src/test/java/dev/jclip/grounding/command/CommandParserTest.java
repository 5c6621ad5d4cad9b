package dev.jclip.grounding.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.grounding.command.Understanding.NotUnderstood;
import dev.jclip.grounding.command.Understanding.Part;
import dev.jclip.grounding.command.Understanding.Reason;
import dev.jclip.grounding.command.Understanding.Understood;
import dev.jclip.grounding.command.grammar.Grammar;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandParserTest {
  /** The share of instructions that have exactly the structure that a person wrote down. */
  private static final double RIGHT = 0.95;

  private static final CommandParser PARSER = new CommandParser(Grammar.english());

  @ParameterizedTest
  @ValueSource(strings = {"instructions.txt", "heldout.txt", "heldout2.txt", "heldout3.txt"})
  void givesInstructionsTheirStructures(String file) throws IOException {
    var wrong = new ArrayList<String>();
    var instructions = Sentences.withStructures(file);
    instructions.forEach(
        (sentence, structure) -> {
          String found = told(PARSER.parse(sentence));
          if (!found.equals(structure)) {
            wrong.add(sentence + ": expected " + structure + ", found " + found);
          }
        });
    assertThat(1 - (double) wrong.size() / instructions.size())
        .as("right of %s but %s", file, wrong)
        .isGreaterThanOrEqualTo(RIGHT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"outside.txt", "outside2.txt", "outside3.txt"})
  void understandsNothingThatIsOutside(String file) throws IOException {
    assertThat(Sentences.lines(file))
        .filteredOn(sentence -> PARSER.parse(sentence) instanceof Understood)
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Pick up the mug tomorrow.|outside|tomorrow|pick mug",
        "Put the mug gracefully on the book|outside|gracefully|put mug >on(book)",
        "If the box is open, put the ball in it.|outside|If the box is open,|put ball >in(@it)",
        "Bring me your phone.|outside|your|bring phone >to(@speaker)",
        "Open the box without touching the mug.|outside|without touching the mug|open box",
        "asdf qwer zxcv|outside|asdf qwer zxcv|",
        "Don't take a picture of the mug|outside|take a picture|",
        "Put the red blue cube in the box.|contradiction|the red blue cube|",
        "Pick up the mug that is red and not red|contradiction|the mug that is red and not red|",
        "Pick up the leftmost cube on the right and the rightmost leftmost one|contradiction|the rightmost leftmost one|",
        "Put on the book.|no_object|Put on the book|",
        "Find the mug and pick up.|no_object|pick up|",
        "Put the mug.|no_destination|Put the mug|",
        "' '|empty|''|",
      })
  void saysWhichPartItDoesNotUnderstand(String sentence, String reason, String part, String rest) {
    assertThat(PARSER.parse(sentence))
        .isInstanceOfSatisfying(
            NotUnderstood.class,
            refused -> {
              assertThat(refused.reason()).hasToString(reason);
              assertThat(refused.part().text()).isEqualTo(part);
              assertThat(sentence.substring(refused.part().start(), refused.part().end()))
                  .isEqualTo(part);
              assertThat(refused.rest().map(Notation::of).orElse(null)).isEqualTo(rest);
              assertThat(refused.message()).contains(part);
            });
  }

  @Test
  void answersAnyWords() throws IOException {
    List<String> words =
        Sentences.withStructures("instructions.txt").keySet().stream()
            .flatMap(sentence -> Stream.of(sentence.split(" ", -1)))
            .distinct()
            .toList();
    var random = new Random(Integer.getInteger("jclip.fuzz.seed", 27));
    for (int i = 0; i < Integer.getInteger("jclip.fuzz.tries", 200); i++) {
      String sentence =
          random
              .ints(1 + random.nextInt(8), 0, words.size())
              .mapToObj(words::get)
              .collect(Collectors.joining(" "));
      switch (PARSER.parse(sentence)) {
        case Understood understood ->
            assertThat(UtteranceJson.read(UtteranceJson.write(understood.utterance())))
                .as(sentence)
                .isEqualTo(understood.utterance());
        case NotUnderstood refused -> {
          Part part = refused.part();
          assertThat(sentence.substring(part.start(), part.end())).isEqualTo(part.text());
        }
      }
    }
  }

  @Test
  void refusesSentencesWithoutEnd() {
    assertThat(PARSER.parse("pick up the mug, ".repeat(100)))
        .isInstanceOfSatisfying(
            NotUnderstood.class, refused -> assertThat(refused.reason()).isEqualTo(Reason.OUTSIDE));
  }

  @Test
  void tellsOtherStructuresThatASentenceMayHave() {
    assertThat(PARSER.parse("Put the mug left of the box on the book."))
        .isInstanceOfSatisfying(
            Understood.class,
            understood ->
                assertThat(understood.alternatives())
                    .extracting(Notation::of)
                    .containsExactly("put mug >left_of(box{on(book)})"));
    assertThat(PARSER.parse("Put it on the book."))
        .isInstanceOfSatisfying(
            Understood.class, understood -> assertThat(understood.alternatives()).isEmpty());
  }

  @Test
  void tellsWhichWordsItTookForNounsAndAttributes() {
    assertThat(PARSER.parse("Pick up the frobnicator next to the chipped mug."))
        .isInstanceOfSatisfying(
            Understood.class,
            understood -> {
              assertThat(Notation.of(understood.utterance()))
                  .isEqualTo("pick frobnicator{next_to(mug{other:chipped})}");
              assertThat(understood.assumed())
                  .containsExactly(new Part(12, 23, "frobnicator"), new Part(36, 43, "chipped"));
            });
  }

  @Test
  void hasASentenceRewrittenOnce() {
    var asked = new ArrayList<String>();
    var parser =
        new CommandParser(
            Grammar.english(),
            sentence -> {
              asked.add(sentence);
              return sentence.contains("mug") ? "pick up the mug" : "who knows";
            });
    assertThat(parser.parse("The mug is what I'd fancy in your hand"))
        .isInstanceOfSatisfying(
            Understood.class,
            understood -> {
              assertThat(understood.rewritten()).contains("pick up the mug");
              assertThat(Notation.of(understood.utterance())).isEqualTo("pick mug");
            });
    assertThat(parser.parse("Pour the tea"))
        .isInstanceOfSatisfying(
            NotUnderstood.class, refused -> assertThat(refused.part().text()).isEqualTo("Pour"));
    assertThat(parser.parse("Pick up the red blue mug")).isInstanceOf(NotUnderstood.class);
    assertThat(parser.parse("Pick up the mug"))
        .isInstanceOfSatisfying(
            Understood.class,
            understood -> assertThat(understood.rewritten()).isEqualTo(Optional.empty()));
    assertThat(asked).isEqualTo(List.of("The mug is what I'd fancy in your hand", "Pour the tea"));
  }

  private static String told(Understanding understanding) {
    return switch (understanding) {
      case Understood understood -> Notation.of(understood.utterance());
      case NotUnderstood refused -> refused.reason() + " \"" + refused.part().text() + "\"";
    };
  }
}
