package dev.jclip.captioning.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MentionParserTest {
  private final MentionParser parser = MentionParser.english();

  private List<String> things(String caption) {
    return things(parser, caption);
  }

  private static List<String> things(MentionParser parser, String caption) {
    return parser.mentions(caption).things().stream()
        .map(thing -> thing.number() + " " + thing.colour().orElse("-") + " " + thing.name())
        .toList();
  }

  private List<String> relations(String caption) {
    Mentions mentions = parser.mentions(caption);
    return mentions.relations().stream()
        .map(
            relation ->
                mentions.things().get(relation.subject()).name()
                    + " "
                    + relation.name()
                    + " "
                    + mentions.things().get(relation.object()).name())
        .toList();
  }

  @Test
  void findsThingsWithColourAndNumber() {
    assertThat(things("A small red metal mug, two blue books and boxes on a wooden table."))
        .containsExactly("1 red mug", "2 blue book", "0 - box");
    assertThat(things("an orange on an orange plate"))
        .containsExactly("1 - orange", "1 orange plate");
    assertThat(things("an orange metal ball, an orange glass bottle and an orange"))
        .containsExactly("1 orange ball", "1 orange bottle", "1 - orange");
    assertThat(things("nothing to see")).isEmpty();
  }

  @Test
  void findsThingsByTheNamesThatAreGiven() {
    assertThat(things("two traffic lights and a hydrant")).containsExactly("1 - hydrant");
    MentionParser more = parser.knowing(List.of("traffic light", "fire hydrant", "bus"));
    assertThat(things(more, "two traffic lights, a red fire hydrant, a bus"))
        .containsExactly("2 - traffic light", "1 red fire hydrant", "1 - bus");
    assertThat(things(more, "three buses and a light")).containsExactly("3 - bus");
    MentionParser several = parser.knowing(List.of("kurtas", "flip flops", "tshirts"));
    assertThat(things(several, "a blue kurta, two flip flops, a red t-shirt, a tshirt"))
        .containsExactly("1 blue kurta", "2 - flip flop", "1 red t-shirt", "1 - t-shirt");
    assertThat(several.agree("t-shirt", "tshirts")).isTrue();
    assertThat(several.agree("kurta", "kurtas")).isTrue();
    assertThat(things(parser.knowing(List.of("puppy")), "two puppies"))
        .containsExactly("2 - puppy");
  }

  @Test
  void findsStatedRelations() {
    assertThat(relations("a red mug to the left of a blue ball"))
        .containsExactly("mug left of ball");
    assertThat(relations("A ball is in front of the cube, a cone behind a box on sand"))
        .containsExactly("ball in front of cube", "cone behind box");
    assertThat(relations("a red ball on top of a cube on a wooden table"))
        .containsExactly("ball on cube");
    assertThat(relations("a mug and a ball on a table")).isEmpty();
  }

  @Test
  void thingsInOrderHaveTheRelationToTheNext() {
    assertThat(relations("a red mug, a cone and a ball from left to right"))
        .containsExactly("mug left of cone", "cone left of ball");
  }

  @Test
  void wordsThatMayBothBeTrueAgree() {
    assertThat(parser.agree("mug", "cup")).isTrue();
    assertThat(parser.agree("gray", "grey")).isTrue();
    assertThat(parser.agree("mug", "mugs")).isTrue();
    assertThat(parser.agree("navy blue", "blue")).isTrue();
    assertThat(parser.knowing(List.of("casual shoes")).agree("shoe", "casual shoes")).isTrue();
    assertThat(parser.agree("mug", "bowl")).isFalse();
    assertThat(parser.agree("red", "blue")).isFalse();
  }
}
