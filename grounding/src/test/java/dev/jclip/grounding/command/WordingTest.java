package dev.jclip.grounding.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.grounding.command.Understanding.Understood;
import dev.jclip.grounding.command.grammar.Grammar;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {
  private static final Grammar GRAMMAR = Grammar.english();
  private static final CommandParser PARSER = new CommandParser(GRAMMAR);
  private static final Wording WORDING = new Wording(GRAMMAR);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "grab the mug which isn't blue|pick up the mug that is not blue",
        "take the second orange mug from the right|pick up the second orange mug from the right",
        "take an orange|pick up an orange",
        "pick every knife with no handle|pick up all the knives without a handle",
        "hand me two of the mugs, but not the red one|bring two mugs, but not the red one to me",
        "move it 10 cm to the left slowly|move it left by 0.1 m slowly",
        "how many balls are in the box|count all the balls in the box",
        "pick up the ball and the cube and put them between the two books|pick up the ball and the cube, then put them between the two books",
      })
  void writesInstructions(String sentence, String words) {
    assertThat(WORDING.instruction(instruction(sentence))).isEqualTo(words);
  }

  @Test
  void writesQuestions() {
    ObjectDescription mug =
        instruction("pick up the red mug on the left").steps().getFirst().objects().getFirst();
    ObjectDescription other =
        instruction("pick up the one on the book").steps().getFirst().objects().getFirst();
    assertThat(WORDING.question(List.of(mug, other)))
        .isEqualTo("the red mug on the left, or the one on the book?");
    assertThat(WORDING.question(List.of(mug, other, mug)))
        .isEqualTo("the red mug on the left, the one on the book, or the red mug on the left?");
  }

  @Test
  void writesWhatTheParserReadsTheSame() throws IOException {
    var wrong = new ArrayList<String>();
    var sentences = new ArrayList<String>();
    for (String file : List.of("instructions.txt", "heldout.txt", "heldout2.txt")) {
      sentences.addAll(Sentences.withStructures(file).keySet());
    }
    int all = 0;
    for (String sentence : sentences) {
      if (PARSER.parse(sentence) instanceof Understood understood
          && understood.utterance() instanceof Instruction instruction) {
        all++;
        String words = WORDING.instruction(instruction);
        if (!(PARSER.parse(words) instanceof Understood again)
            || !again.utterance().equals(instruction)) {
          wrong.add(sentence + ": " + words);
        }
      }
    }
    assertThat((double) wrong.size() / all).as("%s", wrong).isLessThan(0.01);
  }

  private static Instruction instruction(String sentence) {
    return (Instruction) ((Understood) PARSER.parse(sentence)).utterance();
  }
}
