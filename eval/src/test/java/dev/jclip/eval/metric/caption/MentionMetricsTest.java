package dev.jclip.eval.metric.caption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.eval.metric.caption.MentionCounts.Overlap;
import dev.jclip.eval.metric.caption.Statement.Relation;
import dev.jclip.eval.metric.caption.Statement.Thing;
import dev.jclip.eval.statistics.Metric;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MentionMetricsTest {
  private static boolean agree(String a, String b) {
    return a.equals(b) || Set.of(a, b).equals(Set.of("person", "man"));
  }

  private static Statement things(String... names) {
    return new Statement(Stream.of(names).map(MentionMetricsTest::thing).toList(), List.of());
  }

  /** Of {@code red mug} or {@code mug}. */
  private static Thing thing(String words) {
    int space = words.indexOf(' ');
    return new Thing(
        words.substring(space + 1),
        space < 0 ? Optional.empty() : Optional.of(words.substring(0, space)));
  }

  private static MentionCounts counts(Statement said, Statement there) {
    return MentionCounts.of(said, there, MentionMetricsTest::agree);
  }

  private static double value(String name, MentionCounts... images) {
    return MentionMetrics.of(List.of(images)).stream()
        .filter(metric -> metric.name().equals(name))
        .findFirst()
        .orElseThrow()
        .value();
  }

  @Test
  void eachThingMakesOneMentionRight() {
    MentionCounts counts = counts(things("mug", "mug", "dog"), things("mug", "ball"));
    assertThat(counts.things()).isEqualTo(new Overlap(3, 2, 1));
    assertThat(counts.colouredThings()).isEqualTo(new Overlap(0, 0, 0));
  }

  @Test
  void theSameNameIsMatchedBeforeOneThatAgrees() {
    assertThat(counts(things("person", "man"), things("man", "person")).things().right())
        .isEqualTo(2);
    assertThat(counts(things("person", "dog"), things("man", "cat")).things().right()).isOne();
  }

  @Test
  void coloursAreComparedWhereTheyAreSaid() {
    MentionCounts counts =
        counts(things("red mug", "blue ball", "cone"), things("red mug", "red ball", "grey cone"));
    assertThat(counts.things()).isEqualTo(new Overlap(3, 3, 3));
    assertThat(counts.colouredThings()).isEqualTo(new Overlap(2, 3, 1));
  }

  @Test
  void aRelationIsRightBetweenTheThingsThatHaveIt() {
    Statement there =
        new Statement(
            List.of(thing("red mug"), thing("blue mug"), thing("ball")),
            List.of(new Relation(0, "left of", 2), new Relation(2, "right of", 0)));
    assertThat(right(there, "red mug", "left of", "ball")).isOne();
    assertThat(right(there, "mug", "left of", "ball")).isOne();
    assertThat(right(there, "blue mug", "left of", "ball")).isZero();
    assertThat(right(there, "red mug", "right of", "ball")).isZero();
    assertThat(right(there, "red mug", "left of", "cone")).isZero();
  }

  private static int right(Statement there, String subject, String relation, String object) {
    Statement said =
        new Statement(
            List.of(thing(subject), thing(object)), List.of(new Relation(0, relation, 1)));
    return counts(said, there).relations().right();
  }

  @Test
  void sharesAreOfAllImages() {
    MentionCounts good = counts(things("red mug", "ball"), things("red mug", "blue ball"));
    MentionCounts bad = counts(things("dog", "blue cat", "ball"), things("red ball"));
    assertThat(value("chair_i", good, bad)).isEqualTo(2 / 5.0);
    assertThat(value("chair_s", good, bad, MentionCounts.NONE)).isEqualTo(1 / 2.0);
    assertThat(value("object_recall", good, bad)).isEqualTo(1);
    assertThat(value("coloured_object_precision", good, bad)).isEqualTo(1 / 2.0);
    assertThat(value("coloured_object_recall", good, bad)).isEqualTo(1 / 3.0);
  }

  @Test
  void whatIsNotKnownHasNoFigure() {
    assertThat(MentionMetrics.of(List.of(counts(things("red mug"), things("mug")))))
        .extracting(Metric::name)
        .containsExactly("chair_i", "chair_s", "object_recall");
  }

  @Test
  void aRelationIsOneOfThingsThatAreThere() {
    assertThatThrownBy(
            () -> new Statement(List.of(thing("mug")), List.of(new Relation(0, "on", 1))))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
