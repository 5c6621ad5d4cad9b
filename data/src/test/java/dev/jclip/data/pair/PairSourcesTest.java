package dev.jclip.data.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.data.Entry;
import dev.jclip.data.Tars;
import dev.jclip.error.DataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairSourcesTest {
  private static final PairOptions DEFAULTS = PairOptions.defaults();

  @TempDir Path folder;

  private Path write(String name, String text) throws IOException {
    return Tars.write(folder.resolve(name), text);
  }

  private Map<String, String> pairs(Object location, PairOptions options) {
    var pairs = new TreeMap<String, String>();
    PairSource source = PairSources.open(location.toString(), options);
    try (PairStream stream = source.stream(PairOrder.first(3))) {
      while (stream.hasNext()) {
        Entry<String> entry = stream.next();
        String value =
            switch (entry) {
              case Entry.Example<String> pair ->
                  new String(pair.image(), StandardCharsets.UTF_8) + "=" + pair.annotation();
              case Entry.Skipped<String> fault -> "fault " + fault.reason();
            };
        assertThat(pairs.put(entry.key(), value)).as("twice: %s", entry.key()).isNull();
      }
    }
    return pairs;
  }

  private void fails(Object location, PairOptions options, String... parts) {
    assertThatThrownBy(() -> PairSources.open(location.toString(), options))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void readsShardsPlainAndPacked() throws IOException {
    Tars.write(
        folder.resolve("s/1.tar"),
        Tars.of(
            "a.jpg", "A", "a.txt", " x ", "a.json", "{\"c\":\"jx\"}", "b.png", "B", "b.txt", "y"));
    Tars.write(folder.resolve("s/2.tgz"), Tars.gzip(Tars.of("a.webp", "C", "a.txt", "z")));
    Map<String, String> all = Map.of("1.tar/a", "A=x", "1.tar/b", "B=y", "2.tgz/a", "C=z");
    Path shards = folder.resolve("s");
    assertThat(pairs(shards, DEFAULTS)).isEqualTo(all);
    assertThat(pairs(shards + "/*.t*", DEFAULTS)).isEqualTo(all);
    assertThat(pairs(shards + "/1.tar::" + shards + "/2.tgz", DEFAULTS)).isEqualTo(all);
    assertThat(pairs(shards + "/{1.tar,2.tgz}", DEFAULTS)).isEqualTo(all);
    assertThat(pairs(shards + "/1.tar", DEFAULTS.withCaptions(CaptionSpec.parse("json:c"))))
        .containsEntry("1.tar/a", "A=jx")
        .containsEntry(
            "1.tar/b", "fault 1.tar/b: has no caption: expected json:c, found .png, .txt");
  }

  @Test
  void readsTablesAsOpenClipDoes() throws IOException {
    write("pics/a.jpg", "A");
    write("b.jpg", "B");
    Path table = write("t.tsv", "filepath\ttitle\npics/a.jpg\tx, \"y\nb.jpg\tz\n");
    assertThat(pairs(table, DEFAULTS)).isEqualTo(Map.of("pics/a.jpg", "A=x, \"y", "b.jpg", "B=z"));
    Path pipes = write("o.txt.csv", "filepath|title\npics/a.jpg|x, y\nb.jpg|z\n");
    assertThat(pairs(pipes, DEFAULTS.withSeparator("|"))).containsEntry("pics/a.jpg", "A=x, y");
    Path other = write("o.csv", "k;img;cap\n1;b.jpg;x\n2;pics/a.jpg;y\n");
    assertThat(pairs(other, DEFAULTS.withColumns("img", "cap")))
        .isEqualTo(Map.of("b.jpg", "B=x", "pics/a.jpg", "A=y"));
    assertThat(
            pairs(
                other,
                DEFAULTS
                    .withColumns("img", null)
                    .withCaptions(CaptionSpec.parse("json:\"{k} {cap}\""))))
        .isEqualTo(Map.of("b.jpg", "B=1 x", "pics/a.jpg", "A=2 y"));
  }

  @Test
  void badRowsAreFaults() throws IOException {
    write("a.jpg", "A");
    Path table =
        write("p.csv", "filepath,title\na.jpg,x\nno.jpg,y\n,z\n\"b\u0000.jpg\",w\nshort.jpg\n");
    Map<String, String> found = pairs(table, DEFAULTS);
    assertThat(found).hasSize(5).containsEntry("a.jpg", "A=x");
    assertThat(found.get("no.jpg")).startsWith("fault ").contains("p.csv", "no such file");
    assertThat(found.get("line 4")).contains("p.csv", "no image in the column filepath");
    assertThat(found.get("b\u0000.jpg")).contains("cannot be an image's path");
    assertThat(found.get("short.jpg")).contains("has no caption: expected txt");
  }

  @Test
  void aCellTooManyCostsItsRowAlone() throws IOException {
    write("a.jpg", "A");
    write("b.jpg", "B");
    Path table = write("u.csv", "filepath,title\na.jpg,x\nb.jpg,red, left\nb.jpg,\"Red\" shoe\n");
    assertThat(pairs(table, DEFAULTS))
        .containsEntry("a.jpg", "A=x")
        .containsEntry("b.jpg", "B=Red shoe")
        .hasEntrySatisfying(
            "line 3",
            fault ->
                assertThat(fault).contains("u.csv: line 3: expected 2 cells, found 3", "comma"));
  }

  @Test
  void aSidecarThatCannotBeReadIsNamed() throws IOException {
    write("s/a.jpg", "A");
    Tars.write(folder.resolve("s/a.txt"), new byte[] {(byte) 0xe9});
    write("s/a.json", "[1]");
    write("s/b.jpg", "B");
    write("s/b.txt", "y");
    Map<String, String> found = pairs(folder.resolve("s"), DEFAULTS);
    assertThat(found).containsEntry("b.jpg", "B=y");
    assertThat(found.get("a.jpg")).contains("expected UTF-8 in its .txt");
    CaptionSpec json = CaptionSpec.parse("json:caption,txt=0.000001");
    assertThat(pairs(folder.resolve("s"), DEFAULTS.withCaptions(json)).get("a.jpg"))
        .containsAnyOf("expected an object in its .json, found ARRAY", "its .txt");
    Path shard =
        Tars.write(
            folder.resolve("s.tar"),
            Tars.of("a.jpg", "A", "a.json", "[1]", "a.txt", "\uFEFFx", "b.jpg", "B", "b.txt", "y"));
    assertThat(pairs(shard, DEFAULTS.withCaptions(CaptionSpec.parse("json:c=1000,txt"))))
        .containsEntry("s.tar/a", "A=x")
        .containsEntry("s.tar/b", "B=y");
  }

  @Test
  void aLineThatIsNoJsonCostsItselfAlone() throws IOException {
    write("a.jpg", "A");
    Path lines =
        write(
            "l.jsonl",
            "\uFEFF{\"file_name\": \"a.jpg\", \"text\": \"x\"}\n{\"file_name\": \"b\n\n{\"text\": \"z\"}\n");
    assertThat(pairs(lines, DEFAULTS))
        .containsEntry("a.jpg", "A=x")
        .hasEntrySatisfying("line 2", fault -> assertThat(fault).contains("l.jsonl: line 2"))
        .hasEntrySatisfying("record 1", fault -> assertThat(fault).contains("has no image"));
  }

  @Test
  void readsFoldersWithMetadataOrSidecars() throws IOException {
    write("m/a.jpg", "A");
    write("m/b.jpg", "B");
    write(
        "m/metadata.jsonl",
        """
        {"file_name": "a.jpg", "text": "x", "n": 1}
        {"file_name": "b.jpg", "text": "", "n": 2}
        {"text": "z"}
        """);
    Map<String, String> found = pairs(folder.resolve("m"), DEFAULTS);
    assertThat(found).hasSize(3).containsEntry("a.jpg", "A=x");
    assertThat(found.get("b.jpg")).contains("has no caption");
    assertThat(
            pairs(folder.resolve("m"), DEFAULTS.withCaptions(CaptionSpec.parse("json:\"no {n}\""))))
        .containsEntry("a.jpg", "A=no 1")
        .containsEntry("b.jpg", "B=no 2");
    write("s/x/a.jpg", "A");
    write("s/x/a.txt", "x\n");
    write("s/b.PNG", "B");
    write("s/b.txt", "\uFEFFy");
    write("s/b.json", "{\"c\": [\"z\"]}");
    write("s/c.jpg", "C");
    write("s/@eaDir/d.jpg", "D");
    write("s/._e.jpg", "E");
    write("s/x/f.jpe", "F");
    write("s/x/f.txt", "f");
    assertThat(pairs(folder.resolve("s"), DEFAULTS))
        .containsEntry("x/a.jpg", "A=x")
        .containsEntry("b.PNG", "B=y")
        .containsEntry("x/f.jpe", "F=f")
        .doesNotContainKeys("@eaDir/d.jpg", "._e.jpg")
        .hasEntrySatisfying("c.jpg", fault -> assertThat(fault).contains("has no caption"));
    assertThat(pairs(folder.resolve("s"), DEFAULTS.withCaptions(CaptionSpec.parse("json:c"))))
        .containsEntry("b.PNG", "B=z");
  }

  @Test
  void whatIsNotThereIsSaid() throws IOException {
    Path absent = folder.resolve("absent.tar");
    fails(absent, DEFAULTS, absent + ": no such file or folder");
    fails(folder + "/x-{0..2}.tar", DEFAULTS, "x-0.tar does not exist");
    fails(folder + "/*.tar", DEFAULTS, "no file matches");
    fails(folder, DEFAULTS, "metadata.jsonl", "shards", "found none");
    write("a.jpg", "A");
    Path table = write("t.csv", "filepth,titel\na.jpg,x\n");
    fails(table, DEFAULTS, "t.csv", "expected a column filepath", "found filepth, titel");
    fails(table, DEFAULTS.withColumns("filepth", null), "column title", "found titel, filepth");
    fails(
        table,
        DEFAULTS.withColumns("filepth", "titel").withCaptions(CaptionSpec.parse("txt,json:tite")),
        "expected a column tite, found titel");
    fails(write("e.csv", "filepath,title\n"), DEFAULTS, "e.csv", "found none among 0 entries");
    fails(
        write("n.csv", "filepath,title\nno.jpg,x\n"), DEFAULTS, "n.csv", "no.jpg", "no such file");
    Path labels = Tars.write(folder.resolve("c.tar"), Tars.of("1.jpg", "A", "1.cls", "3"));
    fails(labels, DEFAULTS, "c.tar", "found none among 1 entries", "expected txt, found .jpg");
    fails(Tars.write(folder.resolve("z.tar"), new byte[0]), DEFAULTS, "z.tar", "it is empty");
    fails(labels + "::" + absent, DEFAULTS, absent + ": no such file or folder");
  }

  @Test
  void captionsThatAreAllEqualAreRefused() throws IOException {
    Path same =
        Tars.write(
            folder.resolve("s.tar"),
            Tars.of("1.jpg", "A", "1.txt", "one", "2.jpg", "B", "2.txt", "one"));
    fails(same, DEFAULTS, "s.tar", "all 2 pairs", "\"one\"");
    Path other = Tars.write(folder.resolve("o.tar"), Tars.of("1.jpg", "A", "1.txt", "two"));
    assertThat(pairs(same + "::" + other, DEFAULTS)).hasSize(3);
    assertThat(pairs(other, DEFAULTS)).hasSize(1);
  }

  @Test
  void weightsMustFitTheLocations() throws IOException {
    Path shard = Pairs.shard(folder.resolve("a.tar"), 0, 3);
    assertThatThrownBy(
            () -> PairSources.open(shard.toString(), DEFAULTS.withWeights(List.of(1.0, 2.0))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected one for each of the 1 locations, found 2");
    for (double weight : new double[] {0, -1, Double.NaN, 1e9}) {
      assertThatThrownBy(() -> DEFAULTS.withWeights(List.of(weight)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("weights");
    }
    assertThatThrownBy(() -> DEFAULTS.withShuffle(0, 1, 1)).hasMessageContaining("openShards");
    assertThatThrownBy(() -> DEFAULTS.withShuffle(1, 0, 1)).hasMessageContaining("bufferEntries");
    assertThatThrownBy(() -> DEFAULTS.withShuffle(1, 1, 0)).hasMessageContaining("bufferBytes");
  }

  @Test
  void sizesAreCountedOrTakenFromTheirFile() throws IOException {
    Pairs.shard(folder.resolve("a.tar"), 0, 7);
    Tars.write(
        folder.resolve("b.tar"), Tars.of("1.jpg", "A", "1.txt", "x", "2.jpg", "B", "3.txt", "y"));
    assertThat(PairSources.open(folder.toString(), DEFAULTS).numPairs()).isEqualTo(8);
    write("sizes.json", "{\"a.tar\": 100, \"other.tar\": 5}");
    PairSource source = PairSources.open(folder.toString(), DEFAULTS);
    assertThat(source.numPairs()).isEqualTo(101);
    for (String sizes : new String[] {"{\"a.tar\": -1}", "{\"a.tar\": \"7\"}", "[1]", "{"}) {
      write("sizes.json", sizes);
      assertThatThrownBy(source::numPairs)
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll("sizes.json", "correct or delete the file");
    }
  }
}
