package dev.jclip.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.error.DataException;
import dev.jclip.testkit.SharedData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelledSetsTest {
  private static final LabelledOptions DEFAULTS = LabelledOptions.defaults();

  @TempDir Path folder;

  private Path write(String name, String text) throws IOException {
    return Tars.write(folder.resolve(name), text);
  }

  private Path shard(String name, String... members) throws IOException {
    return Tars.write(folder.resolve(name), Tars.of(members));
  }

  private static <A> List<String> describe(Examples<A> examples) {
    try (Stream<Entry<A>> entries = examples.stream()) {
      return entries
          .map(
              entry ->
                  switch (entry) {
                    case Entry.Example<A> e ->
                        e.key()
                            + "="
                            + new String(e.image(), StandardCharsets.UTF_8)
                            + e.annotation();
                    case Entry.Skipped<A> s -> "skipped " + s.reason();
                  })
          .toList();
    }
  }

  private void fails(LabelledOptions options, Path location, String... parts) {
    assertThatThrownBy(() -> LabelledSets.open(location, options))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(parts);
  }

  private Path benchmark() throws IOException {
    shard("set/test/0.tar", "s0.cls", "1", "s0.webp", "A");
    shard("set/test/1.tar", "s1.cls", "0\n", "s1.jpg", "B", "s2.jpg", "C");
    shard("set/test/2.tar", "s9.cls", "0", "s9.jpg", "not counted");
    write("set/test/nshards.txt", "2\n");
    write("set/classnames.txt", "\uFEFFcat\ndog\n\n");
    write("set/zeroshot_classification_templates.txt", "a {c}.\n");
    return folder.resolve("set");
  }

  @Test
  void readsClipBenchmarksFolders() throws IOException {
    LabelledSet set = LabelledSets.open(benchmark(), DEFAULTS);
    assertThat(set.name()).isEqualTo("set");
    assertThat(set.classNames()).containsExactly("cat", "dog");
    assertThat(set.templates()).containsExactly("a {c}.");
    assertThat(set.multiLabel()).isFalse();
    assertThat(describe(set.examples()))
        .containsExactly(
            "0.tar/s0=A[1]",
            "1.tar/s1=B[0]",
            "skipped 1.tar/s2: expected a member .cls, found .jpg")
        .isEqualTo(describe(set.examples()));
    fails(DEFAULTS.withSplit("tset"), benchmark(), "set", "split tset", "found test");
    Files.delete(folder.resolve("set/test/1.tar"));
    fails(DEFAULTS, folder.resolve("set"), "nshards.txt", "1.tar does not exist");
  }

  @Test
  void readsMultiLabelVectors() throws IOException {
    for (String type : List.of("|b1", "|u1", "<i8", "<i4", "<f4", "<f8", "<f2")) {
      var bytes = new ByteArrayOutputStream();
      try (var tar = new TarArchiveOutputStream(bytes)) {
        put(tar, "s0.jpg", "A".getBytes(StandardCharsets.UTF_8));
        put(tar, "s0.npy", npy(type));
      }
      Tars.write(folder.resolve("m/test/0.tar"), bytes.toByteArray());
      write("m/classnames.txt", "a\nb\nc\nd\n");
      write("m/dataset_type.txt", "multilabel\n");
      LabelledSet set = LabelledSets.open(folder.resolve("m"), DEFAULTS);
      assertThat(set.multiLabel()).isTrue();
      assertThat(describe(set.examples())).as(type).containsExactly("0.tar/s0=A[1, 3]");
    }
  }

  private static void put(TarArchiveOutputStream tar, String name, byte[] bytes)
      throws IOException {
    var entry = new TarArchiveEntry(name);
    entry.setSize(bytes.length);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  /** The vector 0, x, 0, x, of which x has its last byte set. */
  private static byte[] npy(String type) {
    String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (4,), }\n";
    int width = type.charAt(2) - '0';
    byte[] file = new byte[10 + header.length() + 4 * width];
    byte[] start = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0};
    System.arraycopy(start, 0, file, 0, start.length);
    System.arraycopy(
        header.getBytes(StandardCharsets.US_ASCII), 0, file, start.length, header.length());
    for (int i : new int[] {1, 3}) {
      file[10 + header.length() + i * width + width - 1] = 1;
    }
    return file;
  }

  @Test
  void readsAFolderAClass() throws IOException {
    write("tree/test/dog/b.jpg", "B");
    write("tree/test/dog/a/z.PNG", "Z");
    write("tree/test/cat/c.jpg", "C");
    write("tree/test/cat/notes.txt", "no image");
    write("tree/test/cat/._c.jpg", "of a system");
    write("tree/test/cat/@eaDir/c.jpg", "of a system");
    write("tree/test/@eaDir/c.jpg", "of a system");
    write("tree/test/dog/q.JFIF", "Q");
    write("tree/train/cat/d.jpg", "D");
    LabelledSet set = LabelledSets.open(folder.resolve("tree"), DEFAULTS);
    assertThat(set.classNames()).containsExactly("cat", "dog");
    assertThat(describe(set.examples()))
        .containsExactly("cat/c.jpg=C[0]", "dog/b.jpg=B[1]", "dog/q.JFIF=Q[1]", "dog/a/z.PNG=Z[1]");
    fails(DEFAULTS.withSplit("val"), folder.resolve("tree"), "split val", "found test, train");
    fails(DEFAULTS.withSplit("train"), folder.resolve("tree"), "two classes or more, found 1");
    write("tree/classnames.txt", "a cat\na dog");
    assertThat(LabelledSets.open(folder.resolve("tree"), DEFAULTS).classNames())
        .containsExactly("a cat", "a dog");
    write("tree/classnames.txt", "a cat");
    fails(DEFAULTS, folder.resolve("tree"), "classnames.txt", "expected 2 names", "found 1");
  }

  @Test
  void readsTables() throws IOException, InterruptedException {
    write("t/a.jpg", "A");
    write("t/b.jpg", "B");
    Process pipe = new ProcessBuilder("mkfifo", folder + "/t/pipe.jpg").start();
    assertThat(pipe.waitFor()).isZero();
    String absolute = folder.resolve("t/b.jpg").toString();
    for (String tab : List.of(",", "\t", ";")) {
      Path table =
          write(
              "t/t.csv",
              "\uFEFFid,path,label\n1,a.jpg,\"x\"\n2,none.jpg,y\n3,pipe.jpg,y\n4,B,x|y\n"
                  .replace("B", absolute)
                  .replace(",", tab));
      LabelledSet set = LabelledSets.open(table, DEFAULTS.withMultiLabel(true));
      assertThat(set.classNames()).containsExactly("x", "y");
      assertThat(describe(set.examples()))
          .containsExactly(
              "a.jpg=A[0]",
              "skipped " + folder + "/t/none.jpg: cannot be read: no such file or folder",
              "skipped " + folder + "/t/pipe.jpg: cannot be read: it is not a regular file",
              absolute + "=B[0, 1]");
    }
  }

  @Test
  void tablesErrorsSayWhereAndWhat() throws IOException {
    write("a.jpg", "A");
    Path table = write("t.csv", "image,articleType\na.jpg,x\na.jpg,y\n");
    fails(DEFAULTS, table, "t.csv", "label or class or category", "articleType");
    fails(DEFAULTS.withLabel("artcleType"), table, "artcleType", "found articleType, image");
    fails(DEFAULTS.withLabel("image"), table, "two classes or more, found 1");
    fails(
        DEFAULTS,
        write("u.csv", "image,label\na.jpg,x\nb.jpg\n"),
        "two classes or more, found 1 (x)");
    fails(DEFAULTS, write("q.csv", "image,label\na.jpg,\"x"), "q.csv", "line 2", "quote");
    fails(DEFAULTS, write("z.csv", "image,label\n"), "z.csv", "images", "found none");
    Path latin = folder.resolve("l.csv");
    Files.write(latin, "image,label\na.jpg,é\n".getBytes(StandardCharsets.ISO_8859_1));
    fails(DEFAULTS, latin, "l.csv", "line 2", "expected UTF-8", "0xe9");
    fails(DEFAULTS, folder.resolve("absent"), "absent", "no such file");
  }

  @Test
  void labelsThatAreNoNames() throws IOException {
    write("a.jpg", "A");
    Path table = write("t.csv", "image,label\na.jpg,x\na.jpg,X\na.jpg,z\na.jpg,z\na.jpg,y\n");
    LabelledOptions named = DEFAULTS.withClassNames(List.of("y", "x", "unused"));
    fails(named, table, "3 labels of 5 images", "3 class names", "\"z\" (2), \"X\" (1)", "skip");
    LabelledSet set = LabelledSets.open(table, named.withSkipUnnamed(true));
    assertThat(describe(set.examples()))
        .containsExactly(
            "a.jpg=A[1]",
            "skipped a.jpg: label \"X\" is not among the class names",
            "skipped a.jpg: label \"z\" is not among the class names",
            "skipped a.jpg: label \"z\" is not among the class names",
            "a.jpg=A[0]");
    fails(DEFAULTS.withClassNames(List.of("x", "y", "x")), table, "\"x\" is there twice");
    fails(DEFAULTS.withClassNames(List.of("x", " ")), table, "class 1", "blank");
    fails(DEFAULTS.withClassNames(List.of("x")), table, "two classes or more, found 1 (x)");
  }

  @Test
  void namesThatAreThereTwiceAreFineWhereLabelsAreIndices() throws IOException {
    Path set = benchmark();
    write("set/classnames.txt", "missile\nmissile\n");
    assertThat(LabelledSets.open(set, DEFAULTS).classNames()).containsExactly("missile", "missile");
  }

  @Test
  void numbersIndexTheNames() throws IOException {
    write("a.jpg", "A");
    Path table = write("t.csv", "image,label\na.jpg,1\na.jpg,0\n");
    LabelledSet set = LabelledSets.open(table, DEFAULTS.withClassNames(List.of("x", "y")));
    assertThat(describe(set.examples())).containsExactly("a.jpg=A[1]", "a.jpg=A[0]");
    LabelledSet byName = LabelledSets.open(table, DEFAULTS.withClassNames(List.of("1", "0")));
    assertThat(describe(byName.examples())).containsExactly("a.jpg=A[0]", "a.jpg=A[1]");
    fails(DEFAULTS.withClassNames(List.of("9", "1")), table, "1 labels of 2", "\"0\" (1)");
  }

  @Test
  void readsAttributesOfShards() throws IOException {
    Path shard =
        shard(
            "s.tar",
            "1.jpg",
            "A",
            "1.json",
            "{\"kind\":\"x\",\"tags\":[\"p\",\"q\"]}",
            "2.jpg",
            "B",
            "2.json",
            "{\"kind\":\"w\",\"tags\":[]}",
            "3.jpg",
            "C",
            "3.json",
            "{\"kind\":",
            "4.txt",
            "D",
            "4.json",
            "{\"kind\":\"w\"}");
    LabelledSet set = LabelledSets.open(shard, DEFAULTS.withLabel("kind"));
    assertThat(set.classNames()).containsExactly("w", "x");
    List<String> entries = describe(set.examples());
    assertThat(entries).hasSize(4).startsWith("s.tar/1=A[1]", "s.tar/2=B[0]");
    assertThat(entries.get(2)).startsWith("skipped s.tar/3: its .json cannot be read");
    assertThat(entries.get(3)).contains("s.tar/4: expected an image", "found .txt, .json");
    LabelledSet tags = LabelledSets.open(shard, DEFAULTS.withLabel("tags").withMultiLabel(true));
    assertThat(describe(tags.examples())).startsWith("s.tar/1=A[0, 1]", "s.tar/2=B[]");
    fails(DEFAULTS.withLabel("knd"), shard, "s.tar", "attribute knd", "found kind, tags");
    fails(DEFAULTS.withLabel("tags"), shard, "expected one label, found 2", "multi-label");
    fails(DEFAULTS, shard, "expected a member .cls, found .jpg, .json");
  }

  @Test
  void readsTheFashionShards() {
    Path shard = SharedData.require("data/fashion/val-0000.tar.gz");
    LabelledSet set = LabelledSets.open(shard, DEFAULTS.withLabel("articleType"));
    assertThat(set.classNames()).hasSize(107).contains("Tshirts", "Capris");
    try (Stream<Entry<List<Integer>>> entries = set.examples().stream()) {
      assertThat(entries.filter(Entry.Example.class::isInstance).count()).isEqualTo(2829);
    }
  }
}
