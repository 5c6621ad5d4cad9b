package dev.jclip.grounding.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.error.DataException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UtteranceJsonTest {
  private static final ObjectDescription MUG =
      ObjectDescription.builder()
          .category("mug")
          .quantity(Quantity.all(2))
          .attribute(new Attribute(Attribute.Kind.COLOUR, List.of("red", "blue"), true))
          .ranking(
              new Ranking(Measure.NEAREST, 2, Optional.of(ObjectDescription.of(Reference.SPEAKER))))
          .relation(new Relation(Relation.Kind.ON, List.of(ObjectDescription.the("book")), true))
          .except(ObjectDescription.of(Reference.ONE))
          .build();

  @Test
  void readsWhatItWrites() {
    Step put =
        Step.builder(Verb.PUT)
            .object(MUG)
            .destination(
                Relation.of(
                    Relation.Kind.BETWEEN,
                    ObjectDescription.the("box"),
                    ObjectDescription.the("ball")))
            .manner(Step.Manner.SLOWLY)
            .build();
    Step move =
        Step.builder(Verb.MOVE)
            .object(ObjectDescription.of(Reference.IT))
            .motion(new Motion(Motion.Direction.LEFT, OptionalDouble.of(0.1), false))
            .build();
    for (Utterance utterance :
        List.of(
            new Instruction(List.of(put, move)),
            new Answer(Answer.Reply.YES, List.of(), Optional.empty()),
            new Answer(
                Answer.Reply.CHOICE, List.of(MUG), Optional.of(Relation.of(Relation.Kind.AT_LEFT))),
            new Correction(List.of(MUG), Optional.empty(), List.of(put)))) {
      String json = UtteranceJson.write(utterance);
      assertThat(UtteranceJson.read(json)).as(json).isEqualTo(utterance);
    }
  }

  @Test
  void leavesOutWhatIsNotThere() {
    var pick =
        new Instruction(
            List.of(Step.builder(Verb.PICK).object(ObjectDescription.the("mug")).build()));
    assertThat(UtteranceJson.write(pick))
        .isEqualTo(
            "{\"kind\":\"instruction\",\"steps\":[{\"verb\":\"pick\",\"objects\":["
                + "{\"category\":\"mug\",\"quantity\":{\"choice\":\"the\"}}]}]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"kind\":\"instruction\",\"steps\":[]}|steps",
        "{\"kind\":\"order\",\"steps\":[]}|order",
        "{\"kind\":\"instruction\",\"steps\":[{\"verb\":\"pick\"}]}|expected one object",
        "{\"kind\":\"instruction\",\"steps\":[{\"verb\":\"eat\",\"objects\":[{\"category\":\"mug\",\"quantity\":{\"choice\":\"the\"}}]}]}|eat",
        "{\"kind\":\"instruction\",\"steps\":[{\"verb\":\"pick\",\"object\":[]}]}|object",
        "{\"kind\":\"instruction\",\"steps\":[{\"objects\":[{\"category\":\"mug\",\"quantity\":{\"choice\":\"the\"}}]}]}|verb",
        "{\"kind\":\"instruction\",\"steps\":[{\"verb\":\"pick\",\"objects\":[{\"category\":\"mug\"}]}]}|quantity",
        "{\"kind\":\"instruction\",\"steps\":[{\"verb\":\"pick\",\"objects\":[{\"category\":\"mug\",\"quantity\":{}}]}]}|choice",
        "{\"kind\":\"correction\"}|a correction needs",
        "{\"kind\":\"instruction\",\"steps\":[{\"verb\":\"pick\",\"objects\":[null]}]}|objects",
        "mug|mug",
      })
  void saysWhatIsWrong(String json, String part) {
    assertThatThrownBy(() -> UtteranceJson.read(json))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(part);
  }
}
