package dev.jclip.cli;

import static dev.jclip.cli.Jclip.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.Clip;
import dev.jclip.captioning.alttext.AltTextFiles;
import dev.jclip.captioning.alttext.AltTextStyle;
import dev.jclip.captioning.claim.ClaimCalibration;
import dev.jclip.captioning.wording.Keywords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What becomes of captions: they are compared with their images, and written where they belong. */
class CaptionChecksTest {
  private static final Path SAMPLES = Path.of("../docs/samples").toAbsolutePath().normalize();
  private static final Path GOLDEN = Path.of("../engine/src/test/resources/golden/coca");

  @TempDir private Path folder;

  private Path table(String... rows) throws IOException {
    var csv = new StringBuilder("image,caption\n");
    for (String row : rows) {
      csv.append(SAMPLES).append('/').append(row).append('\n');
    }
    return Files.writeString(folder.resolve("captions.csv"), csv);
  }

  private static Jclip.Run bundled(Object... arguments) {
    return caption("bundled", arguments);
  }

  private static Jclip.Run caption(String model, Object... arguments) {
    var all = new ArrayList<String>(List.of("caption", "--model", model));
    for (Object argument : arguments) {
      all.add(argument.toString());
    }
    return run(all.toArray(String[]::new));
  }

  private static Jclip.Run coca(Object... arguments) {
    var all = new ArrayList<Object>(List.of(arguments));
    all.addAll(List.of("--precision", "f32", "--max-length", "12"));
    all.addAll(List.of("--tokenizer", GOLDEN.resolve("vocabulary/merges.txt")));
    return caption(GOLDEN.resolve("coca-variant").toString(), all.toArray());
  }

  @Test
  void wrongWordsAreFoundAndExchanged() throws IOException {
    Path table =
        table(
            "red-bowl.png,a red bowl",
            "red-bowl.png,a green bowl",
            "two-pink-books.png,two pink books",
            "two-pink-books.png,two pink mugs");
    List<JsonNode> captions = bundled("--json", "--given", table).json();
    assertThat(captions)
        .extracting(caption -> caption.path("text").asString())
        .containsExactly("a red bowl", "a red bowl", "two pink books", "two pink books");
    assertThat(captions)
        .extracting(caption -> caption.has("instead"))
        .containsExactly(false, true, false, true);
    assertThat(captions.getFirst().path("claims").size()).isGreaterThan(3);
  }

  @Test
  void theBundledModelHasItsMeasurement() {
    try (Clip clip = Clip.load("bundled")) {
      assertThat(ClaimCalibration.shipped(clip.spaceFingerprint())).isPresent();
    }
  }

  @Test
  void knownCaptionsAreMeasured() throws IOException {
    Path table = table("red-bowl.png,a red bowl", "two-pink-books.png,two pink books");
    Path claims = folder.resolve("claims.json");
    Jclip.Run run = bundled("--given", table, "--measure-claims", claims, "--loss", "0");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("of 2 captions");
    assertThat(bundled("--given", table, "--claims", claims).out())
        .doesNotContain("needs a person");
    assertThat(coca("--given", table, "--claims", claims).err()).contains("another model");
  }

  @Test
  void jobsThatContradictEachOtherAreRefused() throws IOException {
    Path table = table("red-bowl.png,a red bowl");
    assertThat(bundled().err()).contains("expected images, --given or --html, found none");
    assertThat(bundled("--given", table, SAMPLES).err()).contains("found several");
    assertThat(bundled("--given", table, "--html", folder).err()).contains("found both");
    assertThat(bundled("--measure-claims", "x.json", SAMPLES).err()).contains("--given");
    assertThat(bundled("--review", "x.csv", SAMPLES).err()).contains("--html");
    assertThat(bundled("--report", "x.html", SAMPLES).err()).contains("--html");
    assertThat(bundled("--html", folder, "--report", "x.html", "--apply", "x.csv").err())
        .contains("expected --report or --apply");
  }

  @Test
  void captionsWithoutClaimsCannotBeMeasured() throws IOException {
    Path table = table("red-bowl.png,something");
    Jclip.Run run = bundled("--given", table, "--measure-claims", folder.resolve("claims.json"));
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("expected captions that name things");
  }

  @Test
  void aCaptionIsWrittenIntoItsImage() throws IOException {
    Path image = Files.copy(SAMPLES.resolve("red-bowl.png"), folder.resolve("bowl.png"));
    Jclip.Run run = coca("--json", "--check", "--write", "--language", "en-GB", image);
    assertThat(run.code()).isZero();
    JsonNode described = run.json().getFirst();
    if (described.path("needsPerson").asBoolean()) {
      assertThat(AltTextFiles.read(image, "en-GB")).isEmpty();
    } else {
      assertThat(described.path("altText").asString()).isEqualTo("written");
      assertThat(AltTextFiles.read(image, "en-GB")).isPresent();
      assertThat(coca("--write", image).out()).contains("[unchanged]");
    }
  }

  @Test
  void captionsAreWordedForTheirPurpose() throws IOException {
    Path image = Files.copy(SAMPLES.resolve("red-bowl.png"), folder.resolve("bowl.png"));
    JsonNode alt = coca("--json", "--for", "alt", "--language", "de", image).json().getFirst();
    assertThat(alt.path("caption").asString())
        .isEqualTo(AltTextStyle.of(alt.path("text").asString()));
    assertThat(alt.path("language").asString()).isEqualTo("de");
    JsonNode search = coca("--json", "--for", "search", image).json().getFirst();
    assertThat(search.path("caption").asString()).isNotBlank().doesNotContain(".");
    Jclip.Run run =
        coca("--json", "--for", "long", "--temperature", "1.1", "--count", "3", "--write", image);
    assertThat(run.code()).isZero();
    JsonNode described = run.json().getFirst();
    if (!described.path("needsPerson").asBoolean()) {
      assertThat(described.path("caption").asString())
          .startsWith(AltTextStyle.of(described.path("text").asString()));
      assertThat(AltTextFiles.read(image, "en")).isPresent();
      assertThat(Files.readString(image, StandardCharsets.ISO_8859_1))
          .contains("ExtDescrAccessibility");
    }
  }

  @Test
  void purposesThatContradictTheJobAreRefused() throws IOException {
    assertThat(coca("--for", "search", "--write", SAMPLES).err()).contains("expected --for alt");
    assertThat(coca("--for", "long", "--html", folder).err()).contains("expected --for alt");
    assertThat(bundled("--for", "alt", "--given", table("red-bowl.png,a red bowl")).err())
        .contains("found --given");
  }

  @Test
  void aFolderWithMetadataIsGiven() throws IOException {
    Files.copy(SAMPLES.resolve("red-bowl.png"), folder.resolve("bowl.png"));
    Files.writeString(
        folder.resolve("metadata.jsonl"), "{\"file_name\":\"bowl.png\",\"text\":\"a red bowl\"}");
    assertThat(bundled("--given", folder).out()).startsWith("bowl.png  a red bowl");
  }

  @Test
  void theWordsAroundAnImageChooseAmongItsCaptions() throws IOException {
    Path image = Files.copy(SAMPLES.resolve("red-bowl.png"), folder.resolve("bowl.png"));
    Object[] drawn = {"--json", "--temperature", "1.1", "--count", "4", "--seed", "2"};
    List<String> captions =
        coca(Stream.concat(Stream.of(drawn), Stream.of(image)).toArray())
            .json()
            .getFirst()
            .path("captions")
            .values()
            .stream()
            .map(caption -> caption.path("text").asString())
            .toList();
    for (String caption : captions) {
      String words = String.join(" ", Keywords.of(List.of(caption)));
      Files.writeString(folder.resolve("index.html"), "<h1>" + words + "</h1><img src=bowl.png>");
      String best =
          captions.stream()
              .sorted(Comparator.comparingInt(other -> -Keywords.shared(other, words)))
              .findFirst()
              .orElseThrow();
      JsonNode proposal =
          coca(Stream.concat(Stream.of(drawn), Stream.of("--html", folder)).toArray())
              .json()
              .getFirst();
      assertThat(proposal.path("alt").asString()).isEqualTo(AltTextStyle.of(best));
    }
  }

  @Test
  void aSiteIsReviewedAndEdited() throws IOException {
    Files.copy(SAMPLES.resolve("red-bowl.png"), folder.resolve("bowl.png"));
    String before =
        "<h1>Bowls</h1><img src=bowl.png><img src=bowl.png alt='mine'><img src=none.png>";
    Path page = Files.writeString(folder.resolve("index.html"), before);
    Path review = folder.resolve("review.csv");
    Path report = folder.resolve("report.html");
    Jclip.Run run = coca("--html", folder, "--for", "alt", "--review", review, "--report", report);
    assertThat(run.code()).isZero();
    assertThat(report)
        .content()
        .contains("<img alt=\"\" src=\"data:image/jpeg;base64,")
        .contains("none.png</small>", "its file is not in the site&#39;s folder", "Bowls");
    assertThat(run.out()).hasLineCount(2).contains("index.html:1", "none.png  nothing");
    assertThat(page).hasContent(before);
    Files.writeString(
        review,
        Files.readString(review)
            .replaceAll("bowl.png,(text|person),[^,]*", "bowl.png,text,A red bowl."));
    Jclip.Run applied = run("caption", "--html", folder.toString(), "--apply", review.toString());
    assertThat(applied.code()).isZero();
    assertThat(applied.out()).contains("1 images have an alternative text now");
    assertThat(page).hasContent(before.replaceFirst("<img", "<img alt=\"A red bowl.\""));
  }
}
