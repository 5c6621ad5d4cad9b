package dev.jclip.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.error.DataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Data without splits, cut into parts. */
class LabelledPartsTest {
  private static final LabelledOptions DEFAULTS = LabelledOptions.defaults();

  @TempDir Path folder;

  /** Images of two classes with a part each; the last two of a class have the same bytes. */
  private Path table(String prefix, int perClass) throws IOException {
    var rows = new StringBuilder("image,label,part\n");
    for (String label : List.of("cat", "dog")) {
      for (int i = 0; i < perClass; i++) {
        String name = prefix + label + i + ".jpg";
        Tars.write(folder.resolve(name), label + Math.min(i, perClass - 2));
        rows.append(name + "," + label + "," + (i % 4 == 0 ? "held out" : "train") + "\n");
      }
    }
    return Tars.write(folder.resolve(prefix + "table.csv"), rows.toString());
  }

  private static Map<String, String> contents(LabelledSet set) {
    var contents = new TreeMap<String, String>();
    try (Stream<Entry<List<Integer>>> entries = set.examples().stream()) {
      entries.forEach(
          entry -> {
            if (entry instanceof Entry.Example<List<Integer>> example) {
              contents.put(
                  example.key(),
                  new String(example.image(), StandardCharsets.UTF_8) + example.annotation());
            }
          });
    }
    return contents;
  }

  private static LabelledParts cut(Path location, SplitRule rule) {
    return LabelledParts.cut(location.toString(), DEFAULTS, rule);
  }

  @ParameterizedTest
  @ValueSource(strings = {"random:0.25", "hash:0.25", "column:part"})
  void eachPictureIsInOnePart(String rule) throws IOException {
    LabelledParts parts = cut(table("a", 40), SplitRule.parse(rule, 7));
    assertThat(parts.names()).hasSize(2).contains("train");
    var keys = new ArrayList<String>();
    for (String name : parts.names()) {
      LabelledSet part = parts.part(name);
      assertThat(part.classNames()).containsExactly("cat", "dog");
      keys.addAll(contents(part).keySet());
    }
    assertThat(keys).hasSize(80).doesNotHaveDuplicates();
  }

  @Test
  void aRandomPartHasItsShareOfEachClassAndNoTwinOutside() throws IOException {
    Path table = table("a", 41); // 40 different images of each class
    for (long seed = 0; seed < 20; seed++) {
      LabelledParts parts = cut(table, new SplitRule.Random(0.25, seed));
      List<String> test = List.copyOf(contents(parts.part("test")).values());
      List<String> train = List.copyOf(contents(parts.part("train")).values());
      assertThat(test.stream().distinct().filter(content -> content.endsWith("[0]"))).hasSize(10);
      assertThat(test.stream().distinct().filter(content -> content.endsWith("[1]"))).hasSize(10);
      assertThat(test).doesNotContainAnyElementsOf(train);
    }
    assertThat(contents(cut(table, new SplitRule.Random(0.25, 1)).part("test")))
        .isEqualTo(contents(cut(table, new SplitRule.Random(0.25, 1)).part("test")))
        .isNotEqualTo(contents(cut(table, new SplitRule.Random(0.25, 2)).part("test")));
  }

  @Test
  void aClassOfTwoHasOneInEachPartAndOneAloneIsLearnedFrom() throws IOException {
    Path table = Tars.write(folder.resolve("t.csv"), "image,label\na.jpg,x\nb.jpg,x\nc.jpg,y\n");
    for (String name : List.of("a", "b", "c")) {
      Tars.write(folder.resolve(name + ".jpg"), name);
    }
    for (double share : new double[] {0.01, 0.5, 0.99}) {
      LabelledParts parts = cut(table, new SplitRule.Random(share, 0));
      assertThat(contents(parts.part("test"))).hasSize(1).doesNotContainKey("c.jpg");
      assertThat(contents(parts.part("train"))).hasSize(2).containsKey("c.jpg");
    }
  }

  /** As names and order do not matter, an image stays where it is when data grows. */
  @Test
  void byHashAPictureStaysInItsPart() throws IOException {
    SplitRule rule = new SplitRule.Hash(0.3);
    List<String> few = List.copyOf(contents(cut(table("few", 50), rule).part("test")).values());
    List<String> many = List.copyOf(contents(cut(table("many", 400), rule).part("test")).values());
    assertThat(many).containsAll(few.stream().filter(c -> !c.startsWith("cat48")).toList());
    assertThat(many.size() / 800.0).isBetween(0.25, 0.35);
  }

  @Test
  void aColumnsValuesAreTheParts() throws IOException {
    LabelledParts parts = cut(table("a", 8), new SplitRule.Column("part"));
    assertThat(contents(parts.part("held out")).keySet())
        .containsExactly("acat0.jpg", "acat4.jpg", "adog0.jpg", "adog4.jpg");
    assertThatThrownBy(() -> parts.part("test"))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("expected images of the part test", "found train, held out");
    assertThatThrownBy(() -> cut(folder.resolve("atable.csv"), new SplitRule.Column("prt")))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("prt", "part");
  }

  @Test
  void anAttributeOfShardsIsAColumn() throws IOException {
    Path shard =
        Tars.write(
            folder.resolve("s.tar"),
            Tars.of(
                "1.jpg",
                "A",
                "1.json",
                "{\"kind\":\"x\",\"fold\":\"train\"}",
                "2.jpg",
                "B",
                "2.json",
                "{\"kind\":\"y\",\"fold\":\"train\"}",
                "3.jpg",
                "C",
                "3.json",
                "{\"kind\":\"x\",\"fold\":\"test\"}",
                "4.jpg",
                "D",
                "4.json",
                "{\"kind\":\"y\"}"));
    LabelledParts parts =
        LabelledParts.cut(
            shard.toString(), DEFAULTS.withLabel("kind"), new SplitRule.Column("fold"));
    assertThat(contents(parts.part("test")).values()).containsExactly("C[0]");
    try (Stream<Entry<List<Integer>>> entries = parts.part("train").examples().stream()) {
      assertThat(entries.filter(Entry.Skipped.class::isInstance).map(Entry::key))
          .containsExactly("s.tar/4");
    }
  }

  @Test
  void aFolderAClassHasNoColumns() throws IOException {
    Tars.write(folder.resolve("f/cat/a.jpg"), "A");
    Tars.write(folder.resolve("f/dog/b.jpg"), "B");
    assertThatThrownBy(() -> cut(folder.resolve("f"), new SplitRule.Column("part")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected a table with a column part");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "random:x", "random:1", "hash:0", "column", "column:", "k"})
  void rulesThatAreNoneAreRefused(String rule) {
    assertThatThrownBy(() -> SplitRule.parse(rule, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected");
  }

  @Test
  void splitsThatDataDoesNotHaveAreRefused() throws IOException {
    Path table = table("a", 3);
    Path shard = Tars.write(folder.resolve("s.tar"), Tars.of("1.jpg", "A", "1.cls", "0"));
    Tars.write(folder.resolve("f/cat/a.jpg"), "A");
    Tars.write(folder.resolve("f/dog/b.jpg"), "B");
    for (Path location : List.of(table, shard, folder.resolve("f"))) {
      for (String split : List.of("train", "test")) {
        assertThatThrownBy(() -> LabelledSets.open(location, DEFAULTS.withSplit(split)))
            .isInstanceOf(DataException.class)
            .hasMessageContaining("expected the split " + split);
      }
    }
    assertThat(LabelledSets.open(table, DEFAULTS.withUsualSplit("train")).classNames()).hasSize(2);
    Path captions = Tars.write(folder.resolve("c.csv"), "image,caption\na.jpg,x\n");
    Path json = Tars.write(folder.resolve("c.json"), "[{\"image\":\"a\",\"caption\":\"x\"}]");
    for (Path location : List.of(captions, json, shard)) {
      assertThatThrownBy(
              () -> CaptionedSets.open(location, CaptionedOptions.defaults().withSplit("val")))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("expected the split val, found data without splits");
    }
  }
}
