package dev.jclip.grounding.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.grounding.calibration.Calibration;
import dev.jclip.grounding.command.Attribute;
import dev.jclip.grounding.command.Measure;
import dev.jclip.grounding.command.ObjectDescription;
import dev.jclip.grounding.command.Quantity;
import dev.jclip.grounding.command.Ranking;
import dev.jclip.grounding.command.Relation;
import dev.jclip.grounding.reply.EnglishReplies;
import dev.jclip.grounding.resolve.Alternatives;
import dev.jclip.grounding.resolve.Candidate;
import dev.jclip.grounding.resolve.Geometry;
import dev.jclip.grounding.resolve.Mentions;
import dev.jclip.grounding.resolve.Resolution;
import dev.jclip.grounding.resolve.Resolver;
import dev.jclip.grounding.table.Things;
import dev.jclip.grounding.view.View;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What follows where one, several or no objects fit. */
class DeciderTest {
  private static final View MUGS =
      new Things()
          .add("mug", "red", -1, 0)
          .add("mug", "blue", 1, 0)
          .add("book", "green", 0, 1.5)
          .view();

  private final Resolver resolver =
      new Resolver(Calibration.NONE, Alternatives.ENGLISH, Geometry.DEFAULT);
  private final EnglishReplies english = new EnglishReplies();

  private Decision decide(ObjectDescription description, View view) {
    Resolution resolution = resolver.resolve(description, view, Mentions.NONE, Set.of());
    double sum =
        resolution.none()
            + resolution.candidates().stream().mapToDouble(Candidate::probability).sum();
    assertThat(sum).isBetween(1 - 1e-9, 1 + 1e-9);
    return new Decider(resolver).decide(resolution, view);
  }

  private static List<Integer> ids(Decision decision) {
    return ((Chosen) decision)
        .objects().stream().map(candidate -> candidate.object().id()).sorted().toList();
  }

  private static ObjectDescription mugs(Quantity quantity) {
    return ObjectDescription.builder().category("mug").quantity(quantity).build();
  }

  private static ObjectDescription.Builder mug() {
    return ObjectDescription.builder().category("mug");
  }

  private static Attribute colour(String colour) {
    return Attribute.of(Attribute.Kind.COLOUR, colour);
  }

  private String asked(View view) {
    return english.question((Question) decide(ObjectDescription.the("mug"), view));
  }

  @Test
  void theOneThatFitsIsChosenWithItsReasons() {
    Chosen chosen = (Chosen) decide(mug().attribute(colour("red")).build(), MUGS);
    assertThat(ids(chosen)).containsExactly(0);
    assertThat(chosen.probability()).isGreaterThan(0.95);
    assertThat(english.reasons(chosen.objects().getFirst())).isEqualTo("a mug 1.00, red 1.00");
    assertThat(english.reasons(chosen.resolution().candidates().get(1)))
        .isEqualTo("a mug 1.00, red 0.00");
  }

  @Test
  void theMugIsAskedAboutWhereTwoFitAndAMugIsNot() {
    assertThat(decide(ObjectDescription.the("mug"), MUGS)).isInstanceOf(Question.class);
    assertThat(ids(decide(mugs(Quantity.any(1)), MUGS))).hasSize(1);
  }

  @Test
  void severalAreAsManyAsAreSaid() {
    assertThat(ids(decide(mugs(Quantity.any(2)), MUGS))).containsExactly(0, 1);
    assertThat(ids(decide(mugs(Quantity.all(2)), MUGS))).containsExactly(0, 1);
    assertThat(ids(decide(mugs(Quantity.ALL), MUGS))).containsExactly(0, 1);
    assertThat(ids(decide(mugs(Quantity.SOME), MUGS))).containsExactly(0, 1);
  }

  @Test
  void tooFewAreSaidToBeSo() {
    NotVisible three = (NotVisible) decide(mugs(Quantity.any(3)), MUGS);
    assertThat(three.fitting()).hasSize(2);
    assertThat(english.notVisible(three)).isEqualTo("I see only two mugs, not three.");
    ObjectDescription bothRed = mug().attribute(colour("red")).quantity(Quantity.all(2)).build();
    assertThat(english.notVisible((NotVisible) decide(bothRed, MUGS)))
        .isEqualTo("I see only one red mug, not two.");
  }

  @Test
  void bothOfThreeAreAskedAbout() {
    View three =
        new Things()
            .add("mug", "red", -1.5, 0)
            .add("mug", "blue", 0, 0)
            .add("mug", "green", 1.5, 0)
            .view();
    Question question = (Question) decide(mugs(Quantity.all(2)), three);
    assertThat(question.kind()).isEqualTo(Question.Kind.CONFIRM);
    assertThat(question.options()).hasSize(2);
  }

  @Test
  void whatIsNotThereIsSaidWithTheNearestThing() {
    NotVisible green = (NotVisible) decide(mug().attribute(colour("green")).build(), MUGS);
    assertThat(english.notVisible(green))
        .isEqualTo("I see no green mug. There is a red mug, but it is not green.");
    Relation onBook = Relation.of(Relation.Kind.ON, ObjectDescription.the("book"));
    assertThat(english.notVisible((NotVisible) decide(mug().relation(onBook).build(), MUGS)))
        .startsWith("I see no mug on the book. There is a ")
        .endsWith(" mug, but it is not on the book.");
    assertThat(english.notVisible((NotVisible) decide(ObjectDescription.the("bowl"), MUGS)))
        .isEqualTo("I see no bowl.");
  }

  @Test
  void nothingIsBothRedAndBlue() {
    ObjectDescription contradiction =
        mug().attribute(colour("red")).attribute(colour("blue")).build();
    assertThat(decide(contradiction, MUGS)).isInstanceOf(NotVisible.class);
    ObjectDescription either =
        mug()
            .attribute(new Attribute(Attribute.Kind.COLOUR, List.of("red", "green"), false))
            .build();
    assertThat(ids(decide(either, MUGS))).containsExactly(0);
  }

  @Test
  void relationsNest() {
    View view =
        new Things()
            .add("book", "green", 1, 0)
            .addOn(0, "box", "white")
            .add("box", "white", -1.6, 0)
            .addSmall("mug", "red", 0, 0)
            .addSmall("mug", "red", -2.4, 0.1)
            .view();
    Relation onBook = Relation.of(Relation.Kind.ON, ObjectDescription.the("book"));
    ObjectDescription box = ObjectDescription.builder().category("box").relation(onBook).build();
    ObjectDescription inner = mug().relation(Relation.of(Relation.Kind.LEFT_OF, box)).build();
    assertThat(decide(inner, view)).as("both are left of it").isInstanceOf(Question.class);
    ObjectDescription nearest = inner.toBuilder().ranking(Ranking.of(Measure.RIGHTMOST, 1)).build();
    assertThat(ids(decide(nearest, view))).containsExactly(3);
    ObjectDescription other =
        ObjectDescription.builder()
            .category("box")
            .relation(new Relation(Relation.Kind.ON, List.of(ObjectDescription.the("book")), true))
            .build();
    assertThat(ids(decide(mug().relation(Relation.of(Relation.Kind.LEFT_OF, other)).build(), view)))
        .containsExactly(4);
  }

  @Test
  void leftOfAllIsLeftOfEachOne() {
    View view =
        new Things()
            .add("box", "white", -1, 0)
            .add("box", "white", 1.5, 0)
            .addSmall("mug", "red", -2.2, 0.1)
            .addSmall("mug", "red", 0.3, 0.1)
            .view();
    ObjectDescription boxes =
        ObjectDescription.builder().category("box").quantity(Quantity.ALL).build();
    assertThat(ids(decide(mug().relation(Relation.of(Relation.Kind.LEFT_OF, boxes)).build(), view)))
        .containsExactly(2);
  }

  @Test
  void theQuestionNamesWhatTellsMost() {
    assertThat(asked(MUGS)).isEqualTo("Do you mean the red mug or the blue mug?");
    View alike = new Things().add("mug", "red", -1, 0).add("mug", "red", 1, 0.1).view();
    assertThat(asked(alike)).isEqualTo("Do you mean the mug on the left or the mug on the right?");
    View oneOnBook =
        new Things()
            .add("book", "green", 0, 0)
            .addOn(0, "mug", "red")
            .addSmall("mug", "red", 0.05, 1.6)
            .view();
    assertThat(asked(oneOnBook))
        .containsAnyOf("at the front", "on the book")
        .doesNotContain("left", "red");
    View three =
        new Things()
            .add("mug", "red", -1.5, 0)
            .add("mug", "blue", 0, 0)
            .add("mug", "blue", 1.5, 0.2)
            .view();
    assertThat(asked(three)).contains("the mug on the left", "the mug on the right");
  }

  @Test
  void atATieNoneIsChosenHoweverCarelessTheThresholds() {
    assertThat(decide(mug().relation(Relation.of(Relation.Kind.AT_LEFT)).build(), MUGS))
        .isInstanceOf(Chosen.class);
    Decision tie =
        decide(
            mug().attribute(new Attribute(Attribute.Kind.COLOUR, List.of("white"), true)).build(),
            MUGS);
    assertThat(((Question) tie).options()).hasSize(2);
  }

  @Test
  void nothingSeenIsNothingVisible() {
    assertThat(decide(ObjectDescription.builder().build(), new Things().view()))
        .isInstanceOf(NotVisible.class);
  }
}
