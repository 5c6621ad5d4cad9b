package dev.jclip.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.cli.terminal.ExitCode;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SearchCommandTest {
  @TempDir private Path folder;
  private Path pictures;

  @BeforeEach
  void makePictures() throws IOException {
    pictures = Files.createDirectories(folder.resolve("pictures"));
    picture("red.png", Color.RED, 64);
    picture("blue.png", Color.BLUE, 64);
    picture("green.png", Color.GREEN, 64);
    Files.writeString(pictures.resolve("red.txt"), "a tomato <b>");
    Files.writeString(pictures.resolve("red.json"), "{\"year\":2011,\"kind\":\"Fruit\"}");
    Files.writeString(pictures.resolve("blue.json"), "{\"year\":2009}");
  }

  @Test
  void indexSaysWhatBecameOfThePictures() throws IOException {
    Jclip.Run first = index("--json");
    assertThat(first.code()).as(first.err()).isEqualTo(ExitCode.DONE);
    JsonNode report = first.json().getFirst();
    assertThat(report.path("indexed").asInt()).isEqualTo(3);
    assertThat(report.path("failed").asInt()).isZero();
    Files.writeString(pictures.resolve("broken.jpg"), "no image");
    Files.delete(pictures.resolve("green.png"));
    Jclip.Run second = index("--json");
    assertThat(second.code()).isEqualTo(ExitCode.SKIPPED_SOME);
    assertThat(second.json()).hasSize(2);
    assertThat(second.json().getFirst().path("input").asString()).endsWith("broken.jpg");
    assertThat(second.json().getFirst().path("error").asString()).contains("broken.jpg");
    JsonNode changed = second.json().getLast();
    assertThat(changed.path("indexed").asInt()).isZero();
    assertThat(changed.path("unchanged").asInt()).isEqualTo(2);
    assertThat(changed.path("removed").asInt()).isEqualTo(1);
  }

  @Test
  void searchGivesRankedResultsWithMetadata() {
    index();
    Jclip.Run run = search("--json", "-k", "2", "something", "red");
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.json()).hasSize(2);
    JsonNode best = run.json().getFirst();
    assertThat(best.path("rank").asInt()).isEqualTo(1);
    assertThat(best.path("path").asString()).startsWith(pictures.toString());
    assertThat(best.path("similarity").asDouble()).isBetween(-1.0, 1.0);
    assertThat(best.path("relevance").asDouble()).isBetween(0.0, 1.0);
    assertThat(best.path("metadata").path("width").asString()).isEqualTo("64");
  }

  @Test
  void conditionsNarrowAndUnknownFieldsAreNamed() {
    index();
    Jclip.Run run = search("--json", "--where", "year>=2010 or not year>0", "anything");
    assertThat(paths(run)).containsExactlyInAnyOrder("red.png", "green.png");
    Jclip.Run unknown = search("--where", "colour:red", "anything");
    assertThat(unknown.code()).isEqualTo(ExitCode.USAGE);
    assertThat(unknown.err()).contains("colour: unknown field; this index has bytes, height, kind");
    Jclip.Run malformed = search("--where", "year>=", "anything");
    assertThat(malformed.code()).isEqualTo(ExitCode.USAGE);
    assertThat(malformed.err()).contains("expected FIELD OPERATOR VALUE");
  }

  @Test
  void hybridFindsWords() {
    index();
    assertThat(paths(search("--json", "--hybrid", "-k", "1", "tomato"))).containsExactly("red.png");
  }

  @Test
  void booleanAndWeightedQueriesAreTaken() {
    index();
    assertThat(search("--boolean", "fruit and not (sky or sea)").code()).isEqualTo(ExitCode.DONE);
    assertThat(search("fruit", "-", "0.5*sky", "+", pictures.resolve("red.png").toString()).code())
        .isEqualTo(ExitCode.DONE);
    Jclip.Run missing = search("fruit", "+", "missing.jpg");
    assertThat(missing.code()).isEqualTo(ExitCode.FAILED);
    assertThat(missing.err())
        .contains("missing.jpg: no such file, though it is named like an image");
    Jclip.Run malformed = search("--boolean", "fruit and");
    assertThat(malformed.code()).isEqualTo(ExitCode.USAGE);
    assertThat(malformed.err()).contains("expected words, found the end");
  }

  @Test
  void whatHoldsAPictureIsOneWhateverItsName() throws IOException {
    index();
    Path red = pictures.resolve("red.png");
    Path without = Files.copy(red, folder.resolve("red"));
    Path other = Files.copy(red, folder.resolve("x.jpe"));
    Path text = Files.copy(red, folder.resolve("2*a - b.txt"));
    for (List<String> query :
        List.of(
            List.of(without.toString()),
            List.of(text.toString()),
            List.of("1*" + other, "+", "0.5*" + without),
            List.of("0.5*\"%s\" + 2 * \"%s\"".formatted(other, without)),
            List.of("--boolean", text.toString()))) {
      Jclip.Run run =
          Jclip.run(
              Stream.concat(
                      Stream.of("search", "--index", indexFolder(), "--json", "-k", "1"),
                      query.stream())
                  .toArray(String[]::new));
      assertThat(run.code()).as("%s: %s", query, run.err()).isEqualTo(ExitCode.DONE);
      assertThat(paths(run)).as("%s", query).containsExactly("red.png");
      assertThat(run.json().getFirst().path("similarity").asDouble()).isGreaterThan(0.999);
    }
  }

  @Test
  void whatLooksLikeAPicturesPathAndIsNotThereIsNamed() throws IOException {
    index();
    Path notes = Files.writeString(folder.resolve("notes.jpg"), "no image");
    for (String missing :
        List.of("missing.jfif", "my photo.JPG", "./missing", "~/none/there", "2*3.png")) {
      Jclip.Run run = search("red", "+", missing);
      assertThat(run.code()).as(missing).isEqualTo(ExitCode.FAILED);
      assertThat(run.err()).contains(missing + ": no such file");
    }
    assertThat(search("0.5*missing.jpe").err()).contains("missing.jpe: no such file");
    assertThat(search(folder.toString()).err()).contains(folder + ": is a folder");
    assertThat(search(notes.toString()).err())
        .contains(notes + ": not a supported image: it looks like text");
    for (String text : List.of("2*3 grid", "and/or", "node.js", "T. rex", "pictures")) {
      assertThat(search(text).code()).as(text).isEqualTo(ExitCode.DONE);
    }
  }

  @Test
  void numbersThatMakeNoSenseAreToldByTheirOption() {
    index();
    for (List<String> wrong :
        List.of(
            List.of("-k", "0"),
            List.of("--offset", "-1"),
            List.of("--candidates", "0"),
            List.of("--least-relevance", "2"),
            List.of("--diversity", "-1"),
            List.of("--collapse", "0"))) {
      Jclip.Run run = search(wrong.getFirst() + "=" + wrong.getLast(), "anything");
      assertThat(run.code()).as("%s", wrong).isEqualTo(ExitCode.USAGE);
      assertThat(run.err())
          .contains("jclip: " + wrong.getFirst() + ": expected ", "found " + wrong.getLast());
    }
    Jclip.Run dedup = Jclip.run("dedup", "--index", indexFolder(), "--similarity=1.5");
    assertThat(dedup.code()).isEqualTo(ExitCode.USAGE);
    assertThat(dedup.err()).contains("--similarity: expected a cosine");
    Jclip.Run watch =
        Jclip.run("watch", "--index", indexFolder(), "--every=0", pictures.toString());
    assertThat(watch.code()).isEqualTo(ExitCode.USAGE);
    assertThat(watch.err()).contains("--every: expected seconds above 0");
  }

  @Test
  void whereNothingIsFoundItIsSaid() {
    assertThat(index().err()).contains("the index holds only 3 images");
    assertThat(index().err()).as("said once").doesNotContain("holds only");
    Jclip.Run none = search("--json", "--least-relevance", "1", "anything");
    assertThat(none.code()).isEqualTo(ExitCode.DONE);
    assertThat(none.out()).isEmpty();
    assertThat(none.err())
        .containsPattern("nothing reached a relevance of 1.0; the best has 0\\.\\d\\d");
    assertThat(search("--where", "year>3000", "anything").err())
        .contains("nothing found: no image meets --where");
    assertThat(search("anything").err()).isEmpty();
  }

  @Test
  void resultsStandInTheOrderOfRelevanceWhereThatIsAsked() {
    index();
    Jclip.Run run = search("--json", "--order", "relevance", "--diversity", "0.5", "red");
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.json().stream().map(hit -> hit.path("relevance").asDouble()).toList())
        .hasSize(3)
        .isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(run.json().getLast().path("rank").asInt()).isEqualTo(3);
  }

  @Test
  void anIndexTellsWhatItHolds() throws IOException {
    Files.writeString(pictures.resolve("broken.jpg"), "no image");
    index();
    JsonNode info =
        Jclip.run("index", "--index", indexFolder(), "--info", "--json").json().getFirst();
    assertThat(info.path("pictures").asInt()).isEqualTo(3);
    assertThat(info.path("model").asString())
        .isEqualTo(Jclip.MODEL.toAbsolutePath().normalize().toString());
    assertThat(info.path("fingerprint").asString()).hasSize(64);
    assertThat(info.path("storage").asString()).isEqualTo("float32");
    assertThat(info.path("bytes").asLong()).isPositive();
    assertThat(Instant.parse(info.path("committed").asString()))
        .isBefore(Instant.now().plusSeconds(5));
    assertThat(info.path("sources").path(pictures.toString()).asInt()).isEqualTo(3);
    assertThat(info.path("faults").path(pictures.resolve("broken.jpg").toString()).asString())
        .contains("not a supported image");
    assertThat(Jclip.run("index", "--index", indexFolder(), "--info").out())
        .contains("pictures     3", "faults       1", "committed ");
  }

  @Test
  void picturesAreTakenOutByTheirNames() {
    index();
    Jclip.Run run =
        Jclip.run(
            "index",
            "--index",
            indexFolder(),
            "--remove",
            "--json",
            pictures.resolve("r*.png").toString(),
            pictures.resolve("none.png").toString());
    assertThat(run.code()).isEqualTo(ExitCode.SKIPPED_SOME);
    assertThat(run.json().getFirst().path("removed").asInt()).isEqualTo(1);
    assertThat(run.json().getLast().path("error").asString())
        .contains("none.png: the index holds no image");
    assertThat(paths(search("--json", "anything")))
        .containsExactlyInAnyOrder("blue.png", "green.png");
    Jclip.Run all = Jclip.run("index", "--index", indexFolder(), "--remove", pictures.toString());
    assertThat(all.out()).contains("2 removed from " + indexFolder());
    assertThat(search("anything").err()).contains("nothing found: the index holds no images");
  }

  @Test
  void vectorsAreExported() throws IOException {
    index();
    Path file = folder.resolve("vectors.npy");
    Jclip.Run run =
        Jclip.run("index", "--index", indexFolder(), "--export", file.toString(), "--json");
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.json().getFirst().path("exported").asInt()).isEqualTo(3);
    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
        .contains("'descr': '<f4'", "(3, ");
    List<JsonNode> rows =
        Files.readAllLines(folder.resolve("vectors.jsonl")).stream()
            .map(line -> JsonMapper.shared().readTree(line))
            .toList();
    assertThat(rows).extracting(row -> row.path("row").asInt()).containsExactly(0, 1, 2);
    assertThat(rows).allMatch(row -> Files.exists(Path.of(row.path("input").asString())));
  }

  @Test
  void modesOfIndexAreNotMixedUp() {
    index();
    assertThat(Jclip.run("index", "--index", indexFolder()).err()).contains("expected a PATH");
    assertThat(index("--info").err()).contains("--info: expected no PATH");
    assertThat(Jclip.run("index", "--index", indexFolder(), "--remove").err())
        .contains("--remove: expected a PATH");
    assertThat(index("--info", "--remove").err()).contains("expected one of them");
  }

  @Test
  void anIndexIsNotMadeInTheFolderThatItIsOf() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), pictures);
    for (String source :
        List.of(pictures.toString(), pictures + "/../pictures/", link.toString())) {
      for (String command : List.of("index", "watch")) {
        Jclip.Run run = Jclip.run(Jclip.with(command, "--index", pictures, source));
        assertThat(run.code()).as(source).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("expected a folder of the index's own", "pictures-index");
      }
    }
    assertThat(files(pictures, "write.lock")).isEmpty();
  }

  @Test
  void recallIsMeasuredOnTheIndexItself() throws IOException {
    index();
    Path queries = Files.writeString(folder.resolve("queries.txt"), "a thing\nanother thing\n");
    Jclip.Run run = search("--json", "--measure-recall", "--queries", queries.toString());
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.json().getFirst().path("queries").asInt()).isEqualTo(2);
    assertThat(run.json().getFirst().path("recall").asDouble()).isEqualTo(1);
    assertThat(search("--measure-recall", "--candidates", "5").out())
        .startsWith("recall@10 of 3 queries: 1.0000");
    Jclip.Run none = search("--measure-recall", "--candidates", "0");
    assertThat(none.code()).isEqualTo(ExitCode.USAGE);
    assertThat(none.err()).contains("candidates: expected 1 or more, found 0");
    Jclip.Run nothing = search();
    assertThat(nothing.code()).isEqualTo(ExitCode.USAGE);
    assertThat(nothing.err()).contains("QUERY: expected a text or an image's file");
  }

  @Test
  void compactMakesTheIndexAnew() throws IOException {
    index();
    Path lucene = Path.of(indexFolder());
    List<Path> before = files(lucene, ".si");
    assertThat(index().code()).isEqualTo(ExitCode.DONE);
    assertThat(files(lucene, ".si")).isEqualTo(before);
    assertThat(index("--compact").code()).isEqualTo(ExitCode.DONE);
    assertThat(files(lucene, ".si")).hasSize(1).isNotEqualTo(before);
    assertThat(search("--json", "anything").json()).hasSize(3);
  }

  @Test
  void resultsAreShownAsAPageAndAsASheet() throws IOException {
    index();
    Path page = folder.resolve("page.html");
    Path sheet = folder.resolve("sheet.png");
    Jclip.Run run =
        search("--html", page.toString(), "--sheet", sheet.toString(), "<script>", "fruit");
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(Files.readString(page, StandardCharsets.UTF_8))
        .contains("<h1>&lt;script&gt; fruit</h1>", "data:image/png;base64,", "a tomato &lt;b&gt;")
        .doesNotContain("<script>", "http:");
    assertThat(ImageIO.read(sheet.toFile()).getWidth()).isGreaterThan(300);
  }

  @Test
  void similarLeavesThePictureItselfOut() throws IOException {
    index();
    picture("darkred.png", new Color(220, 0, 0), 64);
    index();
    Jclip.Run run =
        Jclip.run(
            "similar", "--index", indexFolder(), "--json", pictures.resolve("red.png").toString());
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(paths(run)).hasSize(3).startsWith("darkred.png").doesNotContain("red.png");
  }

  @Test
  void dedupProposesToKeepTheLargest() throws IOException {
    picture("larger-red.png", Color.RED, 128);
    index();
    Jclip.Run run = Jclip.run("dedup", "--index", indexFolder(), "--similarity", "0.999", "--json");
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.json()).hasSize(1);
    JsonNode group = run.json().getFirst();
    assertThat(group.path("keep").asString()).endsWith("larger-red.png");
    assertThat(group.path("others")).hasSize(1);
    assertThat(group.path("others").get(0).path("path").asString()).endsWith("/red.png");
    assertThat(Files.exists(pictures.resolve("red.png"))).isTrue();
  }

  @Test
  void anotherModelsQueriesAreRefusedUntilItIsMigrated() {
    index();
    Jclip.Run other =
        Jclip.run("search", "--index", indexFolder(), "--model", "bundled", "anything");
    assertThat(other.code()).isEqualTo(ExitCode.FAILED);
    assertThat(other.err())
        .contains(indexFolder() + ": holds vectors of ")
        .contains("which say nothing about vectors of bundled")
        .contains("--migrate");
    Jclip.Run migrated =
        Jclip.run(
            "index",
            "--index",
            indexFolder(),
            "--migrate",
            "--model",
            "bundled",
            "--json",
            pictures.toString());
    assertThat(migrated.code()).as(migrated.err()).isEqualTo(ExitCode.DONE);
    assertThat(migrated.json().getLast().path("indexed").asInt()).isEqualTo(3);
    Jclip.Run now = search("--json", "anything");
    assertThat(now.code()).as(now.err()).isEqualTo(ExitCode.DONE);
    assertThat(now.json()).hasSize(3);
    assertThat(Files.exists(Path.of(indexFolder(), "migration"))).isFalse();
  }

  @Test
  void whereThereIsNoIndexIsSaid() {
    Jclip.Run run = search("anything");
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("no index is there; make one with jclip index --index");
  }

  @Test
  void aDamagedIndexIsRepairedAndFilledAgain() throws IOException {
    index();
    for (Path file : files(Path.of(indexFolder()), ".cfs")) {
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length / 2] ^= 0x55;
      Files.write(file, Arrays.copyOf(bytes, bytes.length - 20));
    }
    Jclip.Run broken = search("anything");
    assertThat(broken.code()).isEqualTo(ExitCode.FAILED);
    assertThat(broken.err()).contains("damaged").contains("jclip index --repair");
    Jclip.Run repaired = index("--repair", "--json");
    assertThat(repaired.code()).as(repaired.err()).isEqualTo(ExitCode.DONE);
    assertThat(repaired.json().getLast().path("indexed").asInt()).isEqualTo(3);
    assertThat(search("--json", "anything").json()).hasSize(3);
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).toList();
    }
  }

  private Jclip.Run index(String... options) {
    var arguments = new ArrayList<Object>(List.of("--index", indexFolder()));
    arguments.addAll(List.of(options));
    arguments.add(pictures);
    return Jclip.run(Jclip.with("index", arguments.toArray()));
  }

  private Jclip.Run search(String... more) {
    var arguments = new ArrayList<String>(List.of("search", "--index", indexFolder()));
    arguments.addAll(List.of(more));
    return Jclip.run(arguments.toArray(String[]::new));
  }

  private String indexFolder() {
    return folder.resolve("index").toString();
  }

  private static List<String> paths(Jclip.Run run) {
    return run.json().stream()
        .map(hit -> Path.of(hit.path("path").asString()).getFileName().toString())
        .toList();
  }

  private void picture(String name, Color colour, int side) throws IOException {
    var image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(colour);
    graphics.fillRect(0, 0, side, side);
    graphics.dispose();
    ImageIO.write(image, "png", pictures.resolve(name).toFile());
  }
}
