package dev.jclip.grounding.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.grounding.calibration.Calibration;
import dev.jclip.grounding.calibration.Thresholds;
import dev.jclip.grounding.command.Answer;
import dev.jclip.grounding.command.Attribute;
import dev.jclip.grounding.command.Correction;
import dev.jclip.grounding.command.Instruction;
import dev.jclip.grounding.command.Measure;
import dev.jclip.grounding.command.ObjectDescription;
import dev.jclip.grounding.command.Quantity;
import dev.jclip.grounding.command.Ranking;
import dev.jclip.grounding.command.Reference;
import dev.jclip.grounding.command.Relation;
import dev.jclip.grounding.command.Step;
import dev.jclip.grounding.command.Utterance;
import dev.jclip.grounding.command.Verb;
import dev.jclip.grounding.decision.Chosen;
import dev.jclip.grounding.decision.Question;
import dev.jclip.grounding.resolve.Alternatives;
import dev.jclip.grounding.resolve.Geometry;
import dev.jclip.grounding.resolve.Resolver;
import dev.jclip.grounding.table.Things;
import dev.jclip.grounding.view.View;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Conversations about a table with a red, a blue and a green mug, a book and a plate. */
class DialogueTest {
  private static final int RED = 0;
  private static final int BLUE = 1;
  private static final int GREEN = 2;
  private static final int BOOK = 3;
  private static final int PLATE = 4;
  private static final ObjectDescription MUG = ObjectDescription.the("mug");

  private final View view =
      new Things()
          .add("mug", "red", -1.5, 0)
          .add("mug", "blue", 0, 0)
          .add("mug", "green", 1.5, 0)
          .add("book", "white", -1, 1.8)
          .add("plate", "black", 1, 1.8)
          .view();
  private final Dialogue dialogue =
      new Dialogue(new Resolver(Calibration.NONE, Alternatives.ENGLISH, Geometry.DEFAULT));

  private Turn say(Utterance utterance) {
    return dialogue.say(utterance, view);
  }

  private List<Integer> done(Utterance utterance) {
    Turn turn = say(utterance);
    assertThat(turn).isInstanceOf(Turn.Ready.class);
    return ((Turn.Ready) turn)
        .tasks().getLast().candidates().stream().map(c -> c.object().id()).toList();
  }

  private List<Integer> doneAt(Utterance utterance) {
    Turn turn = say(utterance);
    assertThat(turn).isInstanceOf(Turn.Ready.class);
    return ((Turn.Ready) turn)
        .tasks().getLast().place().orElseThrow().anchors().stream()
            .flatMap((Chosen anchor) -> anchor.objects().stream())
            .map(candidate -> candidate.object().id())
            .toList();
  }

  private static Step step(Verb verb, ObjectDescription object) {
    return Step.builder(verb).object(object).build();
  }

  private static Instruction pick(ObjectDescription object) {
    return new Instruction(List.of(step(Verb.PICK, object)));
  }

  private static Instruction put(ObjectDescription object, ObjectDescription on) {
    return new Instruction(
        List.of(
            Step.builder(Verb.PUT)
                .object(object)
                .destination(Relation.of(Relation.Kind.ON, on))
                .build()));
  }

  private static ObjectDescription of(String colour) {
    return MUG.toBuilder().attribute(Attribute.of(Attribute.Kind.COLOUR, colour)).build();
  }

  private static ObjectDescription one(String colour) {
    return ObjectDescription.of(Reference.ONE).toBuilder()
        .attribute(Attribute.of(Attribute.Kind.COLOUR, colour))
        .build();
  }

  private static Answer answer(ObjectDescription object) {
    return new Answer(Answer.Reply.CHOICE, List.of(object), Optional.empty());
  }

  private static Answer answer(Answer.Reply reply) {
    return new Answer(reply, List.of(), Optional.empty());
  }

  private static Answer at(Relation.Kind place) {
    return new Answer(Answer.Reply.CHOICE, List.of(), Optional.of(Relation.of(place)));
  }

  private static Correction no(ObjectDescription object) {
    return new Correction(List.of(object), Optional.empty(), List.of());
  }

  @Test
  void itIsWhatWasSpokenOf() {
    assertThat(done(pick(of("blue")))).containsExactly(BLUE);
    ObjectDescription it = ObjectDescription.of(Reference.IT);
    assertThat(done(put(it, ObjectDescription.the("book")))).containsExactly(BLUE);
    assertThat(done(pick(it))).as("not the book").containsExactly(BLUE);
  }

  @Test
  void itIsNotWhatIsPutOnIt() {
    done(new Instruction(List.of(step(Verb.LOOK, ObjectDescription.the("book")))));
    assertThat(doneAt(put(of("red"), ObjectDescription.of(Reference.IT)))).containsExactly(BOOK);
  }

  @Test
  void stepsReferToStepsBefore() {
    Turn turn =
        say(
            new Instruction(
                List.of(
                    step(Verb.PICK, of("green")),
                    put(ObjectDescription.of(Reference.IT), ObjectDescription.the("plate"))
                        .steps()
                        .getFirst())));
    List<Task> tasks = ((Turn.Ready) turn).tasks();
    assertThat(tasks).hasSize(2);
    assertThat(tasks.get(1).candidates().getFirst().object().id()).isEqualTo(GREEN);
    assertThat(tasks.get(1).place().orElseThrow().anchors().getFirst().objects())
        .extracting(candidate -> candidate.object().id())
        .containsExactly(PLATE);
  }

  @Test
  void themAreSeveralAndTheOtherOneIsNone() {
    ObjectDescription redOrBlue =
        MUG.toBuilder()
            .quantity(Quantity.ALL)
            .attribute(new Attribute(Attribute.Kind.COLOUR, List.of("red", "blue"), false))
            .build();
    assertThat(done(pick(redOrBlue))).containsExactlyInAnyOrder(RED, BLUE);
    ObjectDescription them =
        ObjectDescription.of(Reference.THEM).toBuilder().quantity(Quantity.ALL).build();
    assertThat(done(pick(them))).containsExactlyInAnyOrder(RED, BLUE);
    assertThat(done(pick(ObjectDescription.of(Reference.OTHER)))).containsExactly(GREEN);
  }

  @Test
  void theRedOneIsOfTheNounSpokenOf() {
    done(pick(of("blue")));
    assertThat(done(pick(one("red")))).containsExactly(RED);
    assertThat(done(pick(ObjectDescription.of(Reference.SAME)))).containsExactly(RED);
  }

  @Test
  void answersChooseAmongTheOptions() {
    assertThat(say(pick(MUG))).isInstanceOf(Turn.Ask.class);
    assertThat(done(answer(one("green")))).containsExactly(GREEN);
    assertThat(dialogue.question()).isEmpty();
    say(pick(MUG));
    assertThat(done(at(Relation.Kind.AT_LEFT))).containsExactly(RED);
    say(pick(MUG));
    Turn.Ask ask = (Turn.Ask) say(answer(Answer.Reply.YES));
    assertThat(ask.question().options()).as("yes says not which").hasSize(3);
    assertThat(done(answer(ObjectDescription.builder().quantity(Quantity.ALL).build()))).hasSize(3);
  }

  @Test
  void anAnswerThatLeavesTwoIsAskedOn() {
    say(pick(MUG));
    ObjectDescription notRed =
        ObjectDescription.of(Reference.ONE).toBuilder()
            .attribute(new Attribute(Attribute.Kind.COLOUR, List.of("red"), true))
            .build();
    Turn.Ask ask = (Turn.Ask) say(answer(notRed));
    assertThat(ask.question().options()).hasSize(2);
    assertThat(done(at(Relation.Kind.AT_LEFT))).containsExactly(BLUE);
  }

  @Test
  void theSecondOneIsTheSecondThatWasNamed() {
    Turn.Ask ask = (Turn.Ask) say(pick(MUG));
    int second = ask.question().candidates().get(1).object().id();
    ObjectDescription secondOne =
        ObjectDescription.of(Reference.ONE).toBuilder()
            .ranking(Ranking.of(Measure.FIRST, 2))
            .build();
    assertThat(done(answer(secondOne))).containsExactly(second);
  }

  @Test
  void eitherIsOneAndNotTheBlueOneIsAnother() {
    say(pick(MUG));
    ObjectDescription either =
        ObjectDescription.of(Reference.THEM).toBuilder().quantity(Quantity.any(1)).build();
    assertThat(done(answer(either))).hasSize(1);
    ObjectDescription notBlue =
        ObjectDescription.of(Reference.ONE).toBuilder().except(one("blue")).build();
    done(pick(of("blue")));
    Turn.Ask ask = (Turn.Ask) say(no(notBlue));
    assertThat(ask.question().candidates())
        .extracting(candidate -> candidate.object().id())
        .containsExactlyInAnyOrder(RED, GREEN);
  }

  @Test
  void aPlaceAnswersWhereTo() {
    say(put(ObjectDescription.the("plate"), MUG));
    Answer onBlue =
        new Answer(
            Answer.Reply.CHOICE,
            List.of(),
            Optional.of(Relation.of(Relation.Kind.ON, one("blue"))));
    assertThat(doneAt(onBlue)).containsExactly(BLUE);
  }

  @Test
  void itInACorrectionIsWhatWasAskedAbout() {
    say(pick(MUG));
    Correction push =
        new Correction(
            List.of(),
            Optional.empty(),
            List.of(step(Verb.PUSH, ObjectDescription.of(Reference.IT))));
    Turn.Ask ask = (Turn.Ask) say(push);
    assertThat(ask.question().options()).hasSize(3);
    assertThat(done(answer(one("red")))).containsExactly(RED);
  }

  @Test
  void noneOfTheOptionsIsRefused() {
    say(pick(MUG));
    assertThat(say(answer(Answer.Reply.NO))).isInstanceOf(Turn.Refused.class);
    say(pick(MUG));
    assertThat(done(answer(ObjectDescription.the("plate")))).containsExactly(PLATE);
  }

  @Test
  void destinationsAreAskedAboutToo() {
    Turn turn = say(put(ObjectDescription.the("plate"), ObjectDescription.the("mug")));
    assertThat(((Turn.Ask) turn).about()).isEqualTo(new Slot(0, Slot.Role.DESTINATION, 0));
    assertThat(doneAt(answer(one("blue")))).containsExactly(BLUE);
  }

  @Test
  void whatIsPutSomewhereIsNotWhereItIsPut() {
    assertThat(say(put(of("red"), of("red")))).isInstanceOf(Turn.Refused.class);
  }

  @Test
  void anInstructionWaitsWhileAnotherIsGiven() {
    say(pick(MUG));
    Turn.Ready looked =
        (Turn.Ready) say(new Instruction(List.of(step(Verb.LOOK, ObjectDescription.the("book")))));
    assertThat(looked.waiting()).isPresent();
    assertThat(done(answer(one("red")))).containsExactly(RED);
    assertThat(done(pick(ObjectDescription.of(Reference.IT)))).containsExactly(RED);
  }

  @Test
  void anInstructionSaidAgainAnswersItsQuestion() {
    say(pick(MUG));
    assertThat(done(pick(of("green")))).containsExactly(GREEN);
    assertThat(dialogue.question()).isEmpty();
  }

  @Test
  void correctionsReplaceWhatWasTaken() {
    done(pick(of("red")));
    assertThat(done(no(one("blue")))).containsExactly(BLUE);
    assertThat(done(pick(ObjectDescription.of(Reference.IT)))).containsExactly(BLUE);
    int any = done(pick(MUG.toBuilder().quantity(Quantity.any(1)).build())).getFirst();
    assertThat(done(no(MUG.toBuilder().quantity(Quantity.any(1)).build())))
        .as("not the same again")
        .doesNotContain(any);
  }

  @Test
  void correctionsKeepTheRest() {
    done(put(of("red"), ObjectDescription.the("book")));
    assertThat(done(no(one("green")))).containsExactly(GREEN);
    Correction onPlate =
        new Correction(
            List.of(),
            Optional.of(Relation.of(Relation.Kind.ON, ObjectDescription.the("plate"))),
            List.of());
    assertThat(doneAt(onPlate)).containsExactly(PLATE);
    done(put(of("red"), ObjectDescription.the("book")));
    assertThat(doneAt(no(ObjectDescription.the("plate"))))
        .as("what is called otherwise than the book is the first object")
        .containsExactly(BOOK);
  }

  @Test
  void aCorrectionAnswersAQuestionToo() {
    say(pick(MUG));
    assertThat(done(no(one("blue")))).containsExactly(BLUE);
    Correction push =
        new Correction(
            List.of(),
            Optional.empty(),
            List.of(step(Verb.PUSH, ObjectDescription.of(Reference.IT))));
    assertThat(done(push)).containsExactly(BLUE);
  }

  @Test
  void whatIsRefusedCanBeSaidOtherwise() {
    assertThat(say(put(of("white"), ObjectDescription.the("book"))))
        .isInstanceOf(Turn.Refused.class);
    assertThat(done(no(one("blue")))).containsExactly(BLUE);
  }

  @Test
  void countingNeitherAsksNorRefuses() {
    assertThat(
            done(
                new Instruction(
                    List.of(step(Verb.COUNT, MUG.toBuilder().quantity(Quantity.ALL).build())))))
        .hasSize(3);
    assertThat(done(new Instruction(List.of(step(Verb.COUNT, ObjectDescription.the("bowl"))))))
        .isEmpty();
  }

  @Test
  void stopForgetsTheQuestion() {
    say(pick(MUG));
    assertThat(say(answer(Answer.Reply.STOP))).isInstanceOf(Turn.Stopped.class);
    assertThat(say(answer(Answer.Reply.YES))).isInstanceOf(Turn.Unrelated.class);
  }

  @Test
  void anUncertainObjectIsConfirmed() {
    View doubtful = new Things().add("mug", "red", 0, 0).add("plate", "black", 1.5, 0).view();
    var careful =
        new Dialogue(
            new Resolver(
                Calibration.NONE.with(new Thresholds(0.99999, 0.99999), 0.001),
                Alternatives.ENGLISH,
                Geometry.DEFAULT));
    Turn.Ask ask = (Turn.Ask) careful.say(pick(MUG), doubtful);
    assertThat(ask.question().kind()).isEqualTo(Question.Kind.CONFIRM);
    assertThat(careful.say(answer(Answer.Reply.YES), doubtful)).isInstanceOf(Turn.Ready.class);
    careful.say(pick(MUG), doubtful);
    assertThat(careful.say(answer(Answer.Reply.NO), doubtful)).isInstanceOf(Turn.Refused.class);
  }
}
