package dev.jclip.data.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.data.random.SeededRandom;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CaptionSpecTest {
  private static final Fields SAMPLE =
      new Fields(
          Map.of(
              "txt", List.of("text"),
              "caption", List.of("field"),
              "empty", List.of(),
              "colour", List.of("red $1"),
              "type", List.of("shirt"),
              "many", List.of("a", "b", "c")));

  private static Map<String, Integer> counts(String spec, int draws) throws IOException {
    var counts = new HashMap<String, Integer>();
    CaptionSpec captions = CaptionSpec.parse(spec);
    for (int i = 0; i < draws; i++) {
      counts.merge(captions.draw(SAMPLE, SeededRandom.of(5, i)), 1, Integer::sum);
    }
    return counts;
  }

  private static double share(Map<String, Integer> counts, String text) {
    return counts.getOrDefault(text, 0) / 20_000.0;
  }

  @Test
  void choicesAreDrawnByTheirWeights() throws IOException {
    Map<String, Integer> counts = counts("txt=0.7, json:caption=0.2,type=0.1", 20_000);
    assertThat(counts).containsOnlyKeys("text", "field", "shirt");
    assertThat(share(counts, "text")).isCloseTo(0.7, within(0.015));
    assertThat(share(counts, "field")).isCloseTo(0.2, within(0.015));
    Map<String, Integer> even = counts("txt,json:caption", 20_000);
    assertThat(share(even, "text")).isCloseTo(0.5, within(0.015));
    Map<String, Integer> unscaled = counts("txt=30,json:caption=10", 20_000);
    assertThat(share(unscaled, "text")).isCloseTo(0.75, within(0.015));
  }

  @Test
  void oneElementOfAListIsDrawn() throws IOException {
    assertThat(counts("json:many", 3000)).containsOnlyKeys("a", "b", "c");
    assertThat(counts("json:\"{many}!\"", 3000)).containsOnlyKeys("a!", "b!", "c!");
  }

  @Test
  void aMissingChoiceIsReplacedByTheRestInProportion() throws IOException {
    Map<String, Integer> counts = counts("json:empty=5,absent=4,txt=3,json:caption=1", 20_000);
    assertThat(counts).containsOnlyKeys("text", "field");
    assertThat(share(counts, "text")).isCloseTo(0.75, within(0.015));
    assertThat(counts("json:\"a {colour} {empty}\"=9,txt", 100)).containsOnlyKeys("text");
  }

  @Test
  void templatesAreFilled() throws IOException {
    assertThat(counts("json:\"a photo of {colour} {type}, new = {}\"", 9))
        .containsOnlyKeys("a photo of red $1 shirt, new = {}");
  }

  @Test
  void nothingThereIsAnErrorThatSaysWhatIs() {
    assertThatThrownBy(() -> counts("absent,json:empty", 1))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "has no caption: expected absent,json:empty, found only caption, colour, many, txt, type");
  }

  @Test
  void namesWhatItReads() {
    CaptionSpec spec = CaptionSpec.parse("txt=0.5,json:caption=0.25,json:\"{a b} {c}\"=0.25");
    assertThat(spec.members()).containsExactly("txt");
    assertThat(spec.fields()).containsExactly("caption", "a b", "c");
    assertThat(spec).hasToString("txt=0.5,json:caption=0.25,json:\"{a b} {c}\"=0.25");
  }

  @Test
  void whatDoesNotFollowTheGrammarIsRefused() {
    for (String spec :
        new String[] {
          "",
          ",",
          "txt,",
          "txt=",
          "txt=0",
          "txt=-1",
          "txt=x",
          "txt=NaN",
          "txt=Infinity",
          "txt json:a",
          "json:",
          "json:\"no field\"",
          "\"{a}\"",
          "json:\"{a}",
          "a=1=2"
        }) {
      assertThatThrownBy(() -> CaptionSpec.parse(spec))
          .as(spec)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("captions \"%s\"".formatted(spec))
          .hasMessageContaining("txt=0.7,json:caption=0.3");
    }
  }
}
