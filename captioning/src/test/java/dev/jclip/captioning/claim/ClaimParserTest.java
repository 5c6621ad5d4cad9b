package dev.jclip.captioning.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.captioning.claim.Claim.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClaimParserTest {
  private final ClaimParser parser = ClaimParser.english();

  private Claim claim(String caption, Kind kind) {
    return parser.claims(caption).stream()
        .filter(claim -> claim.kind() == kind)
        .findFirst()
        .orElseThrow();
  }

  private List<String> kinds(String caption) {
    return parser.claims(caption).stream()
        .map(claim -> claim.kind() + " " + claim.subject())
        .toList();
  }

  @Test
  void cutsACaption() {
    assertThat(kinds("a red mug and two small blue books on a dark table"))
        .containsExactly(
            "COLOUR a red mug",
            "THING a red mug",
            "COUNT a red mug",
            "COUNT_ALONE a red mug",
            "COLOUR two small blue books",
            "THING two small blue books",
            "COUNT two small blue books",
            "COUNT_ALONE two small blue books",
            "TOTAL a red mug and two small blue books");
  }

  @Test
  void exchangesColours() {
    assertThat(claim("An orange ball behind a mug", Kind.COLOUR).counters())
        .contains("A red ball behind a mug", "A blue ball behind a mug")
        .doesNotContain("An orange ball behind a mug");
    assertThat(claim("a red ball", Kind.COLOUR).counters()).contains("an orange ball");
  }

  @Test
  void exchangesThingsOfTheSameGroup() {
    assertThat(claim("two red boxes", Kind.THING).counters())
        .contains("two red balls", "two red knives")
        .doesNotContain("two red boxes", "two red dogs");
  }

  @Test
  void doesNotExchangeWhatMayBothBeTrue() {
    assertThat(claim("a grey cube", Kind.COLOUR).counters()).doesNotContain("a gray cube");
    assertThat(claim("a gray cube", Kind.COLOUR).counters()).doesNotContain("a grey cube");
    assertThat(claim("a man", Kind.THING).counters())
        .contains("a woman")
        .doesNotContain("a person");
    assertThat(parser.claims("a person").stream().map(Claim::kind)).contains(Kind.COUNT);
  }

  @Test
  void exchangesNumbersWithTheirNouns() {
    assertThat(claim("a white box on sand", Kind.COUNT).counters())
        .containsExactly(
            "two white boxes on sand", "three white boxes on sand", "four white boxes on sand");
    assertThat(claim("three oranges", Kind.COUNT).counters())
        .startsWith("an orange", "two oranges");
    Claim alone = claim("a white box on sand", Kind.COUNT_ALONE);
    assertThat(alone.statement()).isEqualTo("one white box");
    assertThat(alone.counters()).contains("two white boxes");
  }

  @Test
  void countsAllThings() {
    Claim total = claim("a red mug and two blue books", Kind.TOTAL);
    assertThat(total.statement()).isEqualTo("three objects");
    assertThat(total.counters()).containsExactly("one object", "two objects", "four objects");
    assertThat(kinds("mugs and a book")).noneMatch(words -> words.startsWith("TOTAL"));
    assertThat(kinds("three mugs and three books")).noneMatch(words -> words.startsWith("TOTAL"));
  }

  @Test
  void exchangesSides() {
    assertThat(claim("a mug left of a book", Kind.RELATION).counters())
        .containsExactly("a mug right of a book");
    assertThat(claim("a mug to the left of a book", Kind.RELATION).counters())
        .containsExactly("a mug to the right of a book");
    assertThat(kinds("a mug to the left of a book").stream().filter(w -> w.startsWith("RELATION")))
        .hasSize(1);
  }

  @Test
  void anAdjectiveIsNoThing() {
    assertThat(kinds("an orange ball").stream().filter(words -> words.startsWith("THING")))
        .containsExactly("THING an orange ball");
    assertThat(kinds("an orange").stream().filter(words -> words.startsWith("THING")))
        .containsExactly("THING an orange");
  }

  @Test
  void unknownWordsClaimNothing() {
    assertThat(parser.claims("a quokka in the afternoon")).isEmpty();
    assertThat(parser.claims("")).isEmpty();
  }
}
