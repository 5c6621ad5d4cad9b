package dev.jclip.cli.output;

import static dev.jclip.cli.Jclip.MODEL;
import static dev.jclip.cli.Jclip.PICTURE;
import static dev.jclip.cli.Jclip.run;
import static dev.jclip.cli.Jclip.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.cli.Jclip.Run;
import dev.jclip.embed.Embeddings;
import dev.jclip.testkit.Golden;
import dev.jclip.testkit.Tolerance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The answers of each command: JSON lines by the contract, rows for people. */
class AnswersTest {
  private static final String CAPTION = "a photo of a cat.";
  private static final Golden EXPECTED = Golden.read(MODEL.resolve("expected.safetensors"));

  @TempDir private Path folder;

  private static float[] floats(JsonNode array) {
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).floatValue();
    }
    return values;
  }

  private static List<String> names(JsonNode object) {
    return List.copyOf(object.propertyNames());
  }

  @Test
  void embedGivesTextsFirstThenPicturesOfNormOne() throws IOException {
    Path texts =
        Files.writeString(folder.resolve("texts.txt"), "\uFEFFred boat\n\n  \nzwei Hünde\n");
    Run run = run(with("embed", "--json", PICTURE, "--text", CAPTION, "--text-file", texts));

    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.json())
        .allSatisfy(line -> assertThat(names(line)).containsExactly("input", "kind", "embedding"));
    assertThat(run.json().stream().map(line -> line.get("input").stringValue()))
        .containsExactly(CAPTION, "red boat", "zwei Hünde", PICTURE.toString());
    assertThat(run.json().stream().map(line -> line.get("kind").stringValue()))
        .containsExactly("text", "text", "text", "image");
    Tolerance.assertClose(
        "text",
        floats(run.json().getFirst().get("embedding")),
        Arrays.copyOf(EXPECTED.floats("text_embeds"), 24),
        1e-5);
    Tolerance.assertClose(
        "picture",
        floats(run.json().getLast().get("embedding")),
        EXPECTED.floats("image_embeds"),
        1e-5);
    assertThat(run.json())
        .allSatisfy(
            line -> assertThat(norm(floats(line.get("embedding")))).isCloseTo(1, within(1e-6)));
  }

  private static double norm(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }

  @Test
  void embedKeepsTheOrderOfInputsAcrossBatches() throws IOException {
    Path a = Files.copy(PICTURE, folder.resolve("a.jpg"));
    Path b = Files.copy(PICTURE, folder.resolve("b.jpg"));
    Run run =
        run(
            with(
                "embed",
                "--json",
                "--batch-size",
                2,
                b,
                PICTURE,
                a,
                "--text",
                "z",
                "--text",
                "y",
                "--text",
                "x"));
    assertThat(run.json().stream().map(line -> line.get("input").stringValue()))
        .containsExactly("z", "y", "x", b.toString(), PICTURE.toString(), a.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"bf16", "int8"})
  void embedComputesInThePrecisionAskedFor(String precision) {
    Run run = run(with("embed", "--json", "--precision", precision, PICTURE));
    float[] rounded = floats(run.json().getFirst().get("embedding"));
    float[] exact = EXPECTED.floats("image_embeds");
    assertThat(rounded).isNotEqualTo(exact);
    assertThat(Embeddings.dot(rounded, exact)).isCloseTo(1, within(0.01));
  }

  @Test
  void classifyGivesAllLabelsBestFirst() {
    Run run = run(with("classify", "--json", "--labels", "cat, red boat ,two dogs,a,b,c", PICTURE));

    assertThat(run.code()).isZero();
    JsonNode line = run.json().getFirst();
    assertThat(run.json()).hasSize(1);
    assertThat(names(line)).containsExactly("input", "labels");
    assertThat(line.get("input").stringValue()).isEqualTo(PICTURE.toString());
    List<JsonNode> labels = line.get("labels").valueStream().toList();
    assertThat(labels)
        .allSatisfy(
            label ->
                assertThat(names(label)).containsExactly("label", "probability", "similarity"));
    assertThat(labels.stream().map(label -> label.get("label").stringValue()))
        .containsExactlyInAnyOrder("cat", "red boat", "two dogs", "a", "b", "c");
    assertThat(labels.stream().map(label -> -label.get("probability").doubleValue())).isSorted();
    assertThat(labels.stream().mapToDouble(label -> label.get("probability").doubleValue()).sum())
        .isCloseTo(1, within(1e-9));
  }

  @Test
  void classifyComputesThePeersProbabilities() throws IOException {
    Path labels = Files.writeString(folder.resolve("labels.txt"), "cat\nred boat\r\ntwo dogs\n");
    Run run =
        run(
            with(
                "classify",
                "--json",
                "--labels-file",
                labels,
                "--template",
                "a photo of a {}.",
                PICTURE));
    float[] expected = EXPECTED.floats("probabilities");
    for (JsonNode label : run.json().getFirst().get("labels")) {
      int index = List.of("cat", "red boat", "two dogs").indexOf(label.get("label").stringValue());
      assertThat(label.get("probability").doubleValue()).isCloseTo(expected[index], within(1e-5));
    }
  }

  @Test
  void classifyAveragesTemplates() {
    assertThat(probabilities("--template", "a {}"))
        .isNotEqualTo(probabilities("--template", "a {}", "--template", "the {}"));
    assertThat(probabilities("--templates", "cifar10"))
        .isNotEqualTo(probabilities("--template", "a {}"));
  }

  private static String probabilities(String... options) {
    var args = Stream.concat(Stream.of("--json", "--labels", "cat,dog"), Stream.of(options));
    Run run = run(with("classify", Stream.concat(args, Stream.of(PICTURE)).toArray()));
    assertThat(run.code()).isZero();
    return run.out();
  }

  @Test
  void classifyWarnsOfLabelsThatAreNearlyTheSameButNotWhenQuiet() {
    Object[] args = {"--json", "--labels", "cat,CAT", PICTURE};
    Run loud = run(with("classify", args));
    assertThat(loud.err()).contains("labels \"cat\" and \"CAT\"");
    assertThat(loud.json()).hasSize(1);
    Run quiet =
        run(
            Stream.concat(Stream.of(with("classify", args)), Stream.of("--quiet"))
                .toArray(String[]::new));
    assertThat(quiet.err()).isEmpty();
    assertThat(quiet.out()).isEqualTo(loud.out());
  }

  @Test
  void warnsOfATextThatIsCutButNotWhenQuiet() {
    String longText = "cat ".repeat(40);
    assertThat(run(with("embed", "--quiet", "--json", "--text", longText)).err()).isEmpty();
    Run loud = run(with("embed", "--json", "--text", longText));
    assertThat(loud.err()).contains("jclip: text of 82 tokens cut to 16");
    assertThat(loud.json()).hasSize(1);
  }

  @Test
  void similarityComparesEachPictureWithEachText() {
    Run run =
        run(with("similarity", "--json", "--text", CAPTION, "--text", "boat", PICTURE, PICTURE));
    assertThat(run.code()).isZero();
    assertThat(run.json())
        .allSatisfy(
            line ->
                assertThat(names(line)).containsExactly("image", "text", "similarity", "logit"));
    assertThat(run.json().stream().map(line -> line.get("text").stringValue()))
        .containsExactly(CAPTION, "boat", CAPTION, "boat");
    float[] image = EXPECTED.floats("image_embeds");
    float[] text = EXPECTED.floats("text_embeds");
    double cosine = 0;
    for (int i = 0; i < image.length; i++) {
      cosine += (double) image[i] * text[i];
    }
    JsonNode first = run.json().getFirst();
    assertThat(first.get("image").stringValue()).isEqualTo(PICTURE.toString());
    assertThat(first.get("similarity").doubleValue()).isCloseTo(cosine, within(1e-5));
    double scale =
        run.json().get(1).get("logit").doubleValue()
            / run.json().get(1).get("similarity").doubleValue();
    assertThat(first.get("logit").doubleValue()).isCloseTo(scale * cosine, within(1e-3));
    assertThat(scale).isGreaterThan(2);
  }

  @Test
  void tokenizeGivesIdsAndSaysWhatWasCut() {
    Run run = run(with("tokenize", "--json", "cat", "@cat", "", "cat ".repeat(40)));
    assertThat(run.code()).isZero();
    assertThat(run.json())
        .allSatisfy(line -> assertThat(names(line)).containsExactly("text", "ids", "truncated"));
    assertThat(run.json().stream().map(line -> line.get("truncated").booleanValue()))
        .containsExactly(false, false, false, true);
    assertThat(run.json().get(1).get("text").stringValue()).isEqualTo("@cat");
    assertThat(run.json().get(2).get("ids")).hasToString("[698,699]");
    JsonNode cut = run.json().getLast().get("ids");
    assertThat(cut.size()).isEqualTo(16);
    assertThat(cut.get(15).intValue()).isEqualTo(699);
  }

  @Test
  void tokenizeNeedsAVocabularyOnly() {
    Run run = run("tokenize", "--json", "--tokenizer", MODEL.toString(), "cat");
    assertThat(run.code()).isZero();
    assertThat(run.json().getFirst().get("ids").get(0).intValue()).isEqualTo(698);
  }

  @Test
  void aTextThatNamesAFileOfArgumentsIsATextStill() throws IOException {
    Path file = Files.writeString(folder.resolve("args"), "secret words");
    Run run = run(with("tokenize", "--json", "@" + file));
    assertThat(run.json().getFirst().get("text").stringValue()).isEqualTo("@" + file);
  }

  @Test
  void inspectSaysWhatACheckpointIs() {
    Run run = run("inspect", MODEL.toString(), "--json");
    assertThat(run.code()).isZero();
    JsonNode line = run.json().getFirst();
    assertThat(names(line))
        .containsExactly(
            "layout",
            "architecture",
            "files",
            "storedTypes",
            "parameters",
            "config",
            "preprocessing",
            "tokenizer");
    assertThat(line.get("layout").stringValue()).isEqualTo("transformers");
    assertThat(line.get("preprocessing").get("width").intValue()).isEqualTo(32);
    assertThat(line.get("parameters").get("total").longValue())
        .isEqualTo(
            line.get("parameters").get("image").longValue()
                + line.get("parameters").get("text").longValue());
    assertThat(line.get("tokenizer").stringValue()).contains("700 ids");
  }

  @Test
  void modelsListsKnownNames() {
    Run run = run("models", "--json");
    assertThat(run.code()).isZero();
    assertThat(run.json())
        .allSatisfy(
            line -> assertThat(names(line)).startsWith("name", "architecture", "tag", "cached"));
    assertThat(run.json().stream().map(line -> line.get("name").stringValue()))
        .contains("openai/clip-vit-base-patch32");
  }

  static Stream<List<String>> commandsForPeople() {
    return Stream.of(
            with("embed", "--text", "cat", PICTURE),
            with("classify", "--labels", "cat,dog", PICTURE),
            with("similarity", "--text", "cat", PICTURE),
            with("tokenize", "cat"),
            with("inspect"),
            new String[] {"models"})
        .map(List::of);
  }

  @ParameterizedTest
  @MethodSource("commandsForPeople")
  void printsTablesWithoutJson(List<String> args) {
    Run run = run(args.toArray(String[]::new));
    assertThat(run.code()).isZero();
    assertThat(run.out()).isNotBlank().doesNotStartWith("{").doesNotContain("[F@", "Optional[");
  }

  @Test
  void rowsForPeopleShowTheBestLabelsAsPercentages() {
    Run run = run(with("classify", "--labels", "a,b,c,d,e,f,g", PICTURE));
    assertThat(run.out().lines().toList()).hasSize(6);
    assertThat(run.out().lines()).first().isEqualTo(PICTURE.toString());
    assertThat(run.out().lines().skip(1))
        .allMatch(
            line -> line.matches(" +\\d+\\.\\d\\d %  [a-g]  \\(similarity -?\\d\\.\\d{4}\\)"));
  }

  @ParameterizedTest
  @MethodSource("helps")
  void everyCommandHasHelp(List<String> args) {
    Run run = run(args.toArray(String[]::new));
    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("Usage: jclip").contains("--help");
    assertThat(run.err()).isEmpty();
  }

  static Stream<List<String>> helps() {
    return Stream.of("", "embed", "classify", "similarity", "tokenize", "inspect", "pull", "models")
        .map(command -> command.isEmpty() ? List.of("--help") : List.of(command, "--help"));
  }

  @Test
  void oneLabelIsWarnedOf() {
    Run one = run(with("classify", "--json", "--labels", "cat", PICTURE));
    assertThat(one.code()).isZero();
    assertThat(one.err()).contains("with one label its probability is always 100 %");
    assertThat(run(with("classify", "--quiet", "--labels", "cat", PICTURE)).err()).isEmpty();
    assertThat(run(with("classify", "--labels", "cat,dog", PICTURE)).err())
        .doesNotContain("one label");
  }
}
