package dev.jclip.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.error.DataException;
import dev.jclip.testkit.SharedData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptionedSetsTest {
  private static final CaptionedOptions DEFAULTS = CaptionedOptions.defaults();

  @TempDir Path folder;

  @BeforeEach
  void pictures() throws IOException {
    write("a.jpg", "A");
    write("v/b.jpg", "B");
  }

  private Path write(String name, String text) throws IOException {
    return Tars.write(folder.resolve(name), text);
  }

  private static List<String> describe(Path location, CaptionedOptions options) {
    try (Stream<Entry<List<String>>> entries =
        CaptionedSets.open(location, options).examples().stream()) {
      return entries.map(CaptionedSetsTest::describe).toList();
    }
  }

  private static <A> String describe(Entry<A> entry) {
    return switch (entry) {
      case Entry.Example<A> e ->
          e.key() + "=" + new String(e.image(), StandardCharsets.UTF_8) + e.annotation();
      case Entry.Skipped<A> s -> "skipped " + s.reason();
    };
  }

  private static void fails(Path location, CaptionedOptions options, String... parts) {
    assertThatThrownBy(() -> CaptionedSets.open(location, options))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void groupsTheRowsOfATable() throws IOException {
    Path table = write("t.tsv", "filepath\ttitle\na.jpg\tone\nv/b.jpg\ttwo\na.jpg\tthree\n");
    assertThat(describe(table, DEFAULTS)).containsExactly("a.jpg=A[one, three]", "v/b.jpg=B[two]");
    fails(table, DEFAULTS.withCaption("titel"), "titel", "found title, filepath");
  }

  @Test
  void readsAllShapesOfJson() throws IOException {
    List<String> expected = List.of("a.jpg=A[one, three]", "v/b.jpg=B[two]");
    for (String json :
        List.of(
            "[{'image':'a.jpg','captions':['one','three']},{'image':'v/b.jpg','caption':'two'}]",
            "{'filename':'a.jpg','caption':'one','meta':{'x':1}}\n{'path':'v/b.jpg','caption':'two'}\n"
                + "{'filename':'a.jpg','caption':'three'}",
            "{'info':{'year':2014},'annotations':[{'image_id':7,'caption':'one'},{'image_id':9,'caption':'two'},"
                + "{'image_id':7,'caption':'three'}],"
                + "'images':[{'id':7,'file_name':'a.jpg'},{'id':9,'file_name':'v/b.jpg'}]}",
            "{'dataset':'x','images':[{'filename':'a.jpg','split':'test',"
                + "'sentences':[{'raw':'one'},{'raw':'three'}]},"
                + "{'filename':'a.jpg','split':'val','sentences':[{'raw':'no'}]},"
                + "{'filepath':'v','filename':'b.jpg','split':'test',"
                + "'sentences':[{'raw':'two'}]}]}")) {
      Path file = write("c.json", json.replace('\'', '"'));
      assertThat(describe(file, DEFAULTS)).as(json).isEqualTo(expected);
    }
    fails(folder.resolve("c.json"), DEFAULTS.withSplit("train"), "split train", "test, val");
  }

  @Test
  void pathsAreRelativeToTheRoot() throws IOException {
    Path file = write("c.jsonl", "{\"image\":\"b.jpg\",\"alt\":\"x\"}");
    assertThat(describe(file, DEFAULTS.withCaption("alt").withImageRoot(folder.resolve("v"))))
        .containsExactly("b.jpg=B[x]");
    assertThat(describe(file, DEFAULTS.withCaption("alt")).getFirst())
        .startsWith("skipped " + folder.resolve("b.jpg"));
  }

  @Test
  void jsonErrorsSayWhereAndWhat() throws IOException {
    fails(write("c.json", "[{\"img\":\"a\"}]"), DEFAULTS, "record 0", "image or", "found img");
    fails(write("c.json", "[{\"image\":\"a\"}]"), DEFAULTS, "caption or captions", "found image");
    fails(write("c.json", "[{\"image\""), DEFAULTS, "c.json", "expected JSON", "line 1");
    fails(write("c.json", "[]"), DEFAULTS, "c.json", "found none");
    fails(
        write("c.json", "{\"images\":[],\"annotations\":[{\"image_id\":3,\"caption\":\"x\"}]}"),
        DEFAULTS,
        "image_id 3");
  }

  @Test
  void readsShards() throws IOException {
    Tars.write(
        folder.resolve("r/test/0.tar"),
        Tars.of("1.jpg", "A", "1.txt", "one\n\ntwo\n", "1.json", "{\"t\":\"j\"}", "2.jpg", "B"));
    write("r/dataset_type.txt", "retrieval");
    assertThat(describe(folder.resolve("r"), DEFAULTS))
        .containsExactly(
            "0.tar/1=A[one, two]", "skipped 0.tar/2: expected a member .txt, found .jpg");
    assertThat(describe(folder.resolve("r/test/0.tar"), DEFAULTS.withCaption("t")))
        .startsWith("0.tar/1=A[j]");
  }

  @Test
  void readsAFolderOfImagesWithTheirRecords() throws IOException {
    write("metadata.jsonl", "{'file_name':'a.jpg','text':'one'}\n".replace('\'', '"'));
    assertThat(describe(folder, DEFAULTS)).containsExactly("a.jpg=A[one]");
  }

  @Test
  void takesFurtherFieldsOfTheRecords() throws IOException {
    Path lines =
        write(
            "m.jsonl",
            "{'image':'a.jpg','text':'one','things':['mug'],'other':2}\n{'image':'v/b.jpg','text':'two','things':null}\n"
                .replace('\'', '"'));
    Path shard =
        Tars.write(
            folder.resolve("s.tar"),
            Tars.of(
                "1.jpg",
                "A",
                "1.txt",
                "one",
                "1.json",
                "{\"things\":[\"mug\"]}",
                "2.jpg",
                "B",
                "2.txt",
                "two"));
    assertThat(described(lines, "things"))
        .containsExactly(
            "a.jpg=ADescription[captions=[one], fields={things=[\"mug\"]}]",
            "v/b.jpg=BDescription[captions=[two], fields={}]");
    assertThat(described(shard, "things"))
        .containsExactly(
            "s.tar/1=ADescription[captions=[one], fields={things=[\"mug\"]}]",
            "s.tar/2=BDescription[captions=[two], fields={}]");
  }

  private static List<String> described(Path location, String field) {
    try (Stream<Entry<DescribedSet.Description>> entries =
        CaptionedSets.openDescribed(location.toString(), DEFAULTS, Set.of(field))
            .examples()
            .stream()) {
      return entries.map(CaptionedSetsTest::describe).toList();
    }
  }

  @Test
  void readsCaptionsWithoutTheirImages() throws IOException {
    Path table = write("c.csv", "image,caption\nnowhere/1.png,one\n2.png,\n");
    assertThat(captions(table))
        .containsExactly(
            "nowhere/1.png Description[captions=[one], fields={}]",
            "2.png Description[captions=[], fields={}]");
    Path own =
        write(
            "own.jsonl",
            "{'input':'1.png','captions':[{'text':'one'},{'text':'two'}]}\n{'input':'2.png','text':'three','sure':true}"
                .replace('\'', '"'));
    assertThat(captions(own))
        .as("as jclip caption prints them")
        .containsExactly(
            "1.png Description[captions=[one, two], fields={}]",
            "2.png Description[captions=[three], fields={sure=true}]");
    Path broken = write("c.jsonl", "{'image':'1.png'}".replace('\'', '"'));
    assertThatThrownBy(() -> captions(broken))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("c.jsonl", "expected caption or captions, found image");
    assertThatThrownBy(() -> captions(folder.resolve("a.jpg")))
        .hasMessageContaining("expected a table or JSON");
  }

  private static List<String> captions(Path file) {
    return CaptionedSets.captions(file, DEFAULTS, Set.of("sure")).entrySet().stream()
        .map(image -> image.getKey() + " " + image.getValue())
        .toList();
  }

  @Test
  void readsTheFashionShards() {
    Path shard = SharedData.require("data/fashion/val-0000.tar.gz");
    assertThat(describe(shard, DEFAULTS)).hasSize(2829).noneMatch(text -> text.startsWith("skip"));
  }

  @Test
  void readsChoices() throws IOException {
    Path sugar =
        write(
            "s.json",
            "{\"0\":{\"filename\":\"a.jpg\",\"caption\":\"x\",\"negative_caption\":\"y\"},"
                + "\"1\":{\"filename\":\"none.jpg\",\"caption\":\"x\",\"negative_caption\":\"y\"}}");
    assertThat(choices(sugar))
        .containsExactly(
            "0=AChoice[task=0, imageIndex=0, images=1, captions=[x, y]]",
            "skipped task 1: " + folder + "/none.jpg: cannot be read: no such file or folder");
    Path winoground =
        write("w.jsonl", "{\"images\":[\"a.jpg\",\"v/b.jpg\"],\"captions\":[\"x\",\"y\"]}\n");
    assertThat(choices(winoground))
        .containsExactly(
            "0/0=AChoice[task=0, imageIndex=0, images=2, captions=[x, y]]",
            "0/1=BChoice[task=0, imageIndex=1, images=2, captions=[x, y]]");
    Path one = write("o.json", "[{\"image\":\"a.jpg\",\"captions\":[\"x\"]}]");
    assertThatThrownBy(() -> ChoiceSets.open(one, null, null))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("o.json", "record 0", "1 images, 1 captions");
  }

  private static List<String> choices(Path file) {
    try (var entries = ChoiceSets.open(file, null, null).examples().stream()) {
      return entries.map(CaptionedSetsTest::describe).toList();
    }
  }
}
