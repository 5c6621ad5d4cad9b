package dev.jclip.cli;

import static dev.jclip.cli.Jclip.PICTURE;
import static dev.jclip.cli.Jclip.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.Clip;
import dev.jclip.Detector;
import dev.jclip.config.Precision;
import dev.jclip.detect.Box;
import dev.jclip.detect.Detection;
import dev.jclip.detect.DetectionOptions;
import dev.jclip.detect.DetectionOptions.Answers;
import dev.jclip.grounding.calibration.Calibration;
import dev.jclip.grounding.calibration.Thresholds;
import dev.jclip.image.RgbImage;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The weights are random, so that thresholds decide what is decided. */
class GroundCommandTest {
  private static final Path OWL = Path.of("../engine/src/test/resources/golden/owl/owlv2");
  private static final Thresholds DECIDES = new Thresholds(0, 1);
  private static final Thresholds ASKS = new Thresholds(1, 1);
  private static final Thresholds SEES_NOTHING = new Thresholds(1, 0);

  @TempDir private Path folder;

  private String[] with(Thresholds thresholds, Object... arguments) throws IOException {
    Path calibration = folder.resolve("calibration.json");
    Files.writeString(calibration, Calibration.NONE.with(thresholds, 0.03).toJson());
    var all = new ArrayList<String>(List.of("ground", "--precision", "f32", "--json"));
    all.addAll(List.of("--model", Jclip.MODEL.toString(), "--detector", OWL.toString()));
    all.addAll(List.of("--calibration", calibration.toString()));
    Stream.of(arguments).map(Object::toString).forEach(all::add);
    return all.toArray(String[]::new);
  }

  private static JsonNode only(Jclip.Run run) {
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.json()).hasSize(1);
    return run.json().getFirst();
  }

  private static List<Double> corners(JsonNode box) {
    return box.valueStream().map(JsonNode::asDouble).toList();
  }

  @Test
  void anObjectIsOneThatTheDetectorFinds() throws IOException {
    JsonNode answer = only(run(with(DECIDES, "--command", "pick up the red dog", PICTURE)));
    assertThat(answer.propertyNames())
        .containsSubsequence("input", "command", "understood", "decision", "label", "box")
        .contains("probability", "question");
    assertThat(answer.path("input").asString()).isEqualTo(PICTURE.toString());
    assertThat(answer.path("command").asString()).isEqualTo("pick up the red dog");
    assertThat(answer.at("/understood/steps/0/verb").asString()).isEqualTo("pick");
    assertThat(answer.path("decision").asString()).isEqualTo("object");
    assertThat(answer.path("label").asString()).isEqualTo("dog");
    assertThat(answer.path("question").isNull()).isTrue();
    assertThat(answer.path("probability").asDouble()).isBetween(0.0, 1.0);
    assertThat(answer.path("reasons").valueStream().map(reason -> reason.path("part").asString()))
        .containsExactly("a dog", "red");
    List<Double> box = corners(answer.path("box"));
    assertThat(detected("a photo of a dog"))
        .anySatisfy(
            found -> {
              assertThat(found.left()).isCloseTo(box.get(0), within(0.01));
              assertThat(found.top()).isCloseTo(box.get(1), within(0.01));
              assertThat(found.right()).isCloseTo(box.get(2), within(0.01));
              assertThat(found.bottom()).isCloseTo(box.get(3), within(0.01));
            });
  }

  private static List<Box> detected(String query) {
    try (Detector detector = Clip.loader().precision(Precision.F32).loadDetector(OWL)) {
      RgbImage image = detector.decode(PICTURE);
      return detector
          .find(
              image,
              List.of(query, "a photo of a object"),
              DetectionOptions.defaults().withThreshold(0.02).withAnswers(Answers.EACH_QUERY))
          .stream()
          .map(Detection::box)
          .map(box -> box.within(image.width(), image.height()))
          .toList();
    }
  }

  @Test
  void aDestinationAndSeveralObjectsAreTold() throws IOException {
    JsonNode put = only(run(with(DECIDES, "--command", "put the dog on the ball", PICTURE)));
    assertThat(put.at("/destination/relation").asString()).isEqualTo("on");
    assertThat(put.at("/destination/objects/0/label").asString()).isEqualTo("ball");
    assertThat(put.at("/destination/objects/0/box")).hasSize(4);
    assertThat(put.has("objects")).isFalse();

    JsonNode two = only(run(with(DECIDES, "--command", "find two dogs", PICTURE)));
    assertThat(two.path("objects")).hasSize(2);
    assertThat(two.at("/objects/0/box")).isNotEqualTo(two.at("/objects/1/box"));

    JsonNode steps =
        only(run(with(DECIDES, "--command", "pick up the dog and put it on the ball", PICTURE)));
    assertThat(steps.path("steps")).hasSize(2);
    assertThat(steps.at("/steps/1/objects/0/box")).isEqualTo(steps.path("box"));
    assertThat(steps.at("/steps/1/destination/objects/0/label").asString()).isEqualTo("ball");
  }

  @Test
  void whatCannotBeDecidedIsAskedAndTheNextTurnAnswers() throws IOException {
    Jclip.Run run =
        run(with(ASKS, "--command", "pick up the dog", "--command", "the first one", PICTURE));
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode question = run.json().getFirst();
    assertThat(question.path("decision").asString()).isEqualTo("question");
    assertThat(question.path("question").asString()).startsWith("Do you mean ").endsWith("?");
    assertThat(question.path("about").asString()).isEqualTo("object");
    assertThat(question.path("box").isNull()).isTrue();
    assertThat(question.at("/candidates/0/box")).hasSize(4);
    JsonNode answered = run.json().getLast();
    assertThat(answered.path("command").asString()).isEqualTo("the first one");
    assertThat(answered.at("/understood/kind").asString()).isEqualTo("answer");
    assertThat(answered.path("decision").asString()).isEqualTo("object");
    assertThat(answered.path("box")).isEqualTo(question.at("/candidates/0/box"));
  }

  @Test
  void whatIsNotThereIsSaidNotToBe() throws IOException {
    JsonNode answer = only(run(with(SEES_NOTHING, "--command", "pick up the red dog", PICTURE)));
    assertThat(answer.path("decision").asString()).isEqualTo("not_visible");
    assertThat(answer.path("label").isNull()).isTrue();
    assertThat(answer.path("reply").asString()).startsWith("I see no red dog.");
  }

  @Test
  void eachTurnIsDrawnIntoTheImage() throws IOException {
    Path drawn = folder.resolve("drawn/here");
    String dog = "pick up the dog";
    run(with(ASKS, "--annotate", drawn, "--command", dog, "--command", "the first one", PICTURE));
    BufferedImage asked = ImageIO.read(drawn.resolve("0001-picture.jpg-1.png").toFile());
    BufferedImage answered = ImageIO.read(drawn.resolve("0001-picture.jpg-2.png").toFile());
    int object = new Color(0x1a7f37).getRGB();
    int candidate = new Color(0xb45309).getRGB();
    assertThat(pixels(asked, candidate)).isGreaterThan(100);
    assertThat(pixels(asked, object)).isZero();
    assertThat(pixels(answered, object)).isGreaterThan(100);
    assertThat(pixels(answered, candidate)).isZero();
  }

  private static long pixels(BufferedImage image, int rgb) {
    return IntStream.range(0, image.getWidth() * image.getHeight())
        .filter(i -> image.getRGB(i % image.getWidth(), i / image.getWidth()) == rgb)
        .count();
  }

  @Test
  void maxWrongTakesThePlaceOfTheThresholds() throws IOException {
    JsonNode careful =
        only(run(with(DECIDES, "--max-wrong", "1e-9", "--command", "take the dog", PICTURE)));
    assertThat(careful.path("decision").asString()).isNotEqualTo("object");
    Jclip.Run run = run(with(DECIDES, "--max-wrong", "1", "--command", "take the dog", PICTURE));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--max-wrong: expected above 0, below 1, found 1.0");
  }

  @Test
  void peopleReadWhatIsDoneWithWhat() throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of(with(DECIDES, "--command", "put the dog on the ball", PICTURE)));
    arguments.remove("--json");
    Jclip.Run run = run(arguments.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out().lines().toList())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo(PICTURE + "  put the dog on the ball"),
            line ->
                assertThat(line).startsWith("  put  dog  0.").contains("(40, 39, 53, 64)  a dog "),
            line -> assertThat(line).startsWith("    on  ball  0."));
  }

  @Test
  void anImageThatCannotBeReadEndsNoRun() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.jpg"), "no image");
    Jclip.Run run = run(with(DECIDES, "--command", "take the dog", broken, PICTURE));
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.json()).hasSize(2);
    assertThat(run.json().getFirst().path("error").asString()).contains("broken.jpg");
    assertThat(run.json().getLast().path("decision").asString()).isEqualTo("object");
  }

  @Test
  void ofAFileEachCommandIsSaidByItself() throws IOException {
    Path commands = folder.resolve("commands.txt");
    Files.writeString(commands, "pick up the dog\n\nPick up the mug tomorrow\nthe first one\n");
    Jclip.Run run = run(with(ASKS, "--commands", commands, PICTURE));
    assertThat(run.code()).as(run.err()).isEqualTo(3);
    List<JsonNode> answers = run.json();
    assertThat(answers).hasSize(3);
    assertThat(answers.get(0).path("command").asString()).isEqualTo("Pick up the mug tomorrow");
    assertThat(answers.get(0).at("/part/text").asString()).isEqualTo("tomorrow");
    assertThat(answers.get(0).path("reason").asString()).isEqualTo("outside");
    assertThat(answers.get(0).at("/rest/steps/0/verb").asString()).isEqualTo("pick");
    assertThat(answers.get(1).path("decision").asString()).isEqualTo("question");
    assertThat(answers.get(2).path("decision").asString()).isEqualTo("none");
    assertThat(run.err()).contains("skipped: \"Pick up the mug tomorrow\"");
  }

  @Test
  void understandsWithoutModelAndImage() {
    JsonNode answer =
        only(run("ground", "--understand", "--json", "--command", "put the red mug on the book"));
    assertThat(answer.path("understood").toString())
        .isEqualTo(
            """
            {"kind":"instruction","steps":[{"verb":"put","objects":[{"category":"mug",\
            "quantity":{"choice":"the"},"attributes":[{"kind":"colour","values":["red"],\
            "negated":false}]}],"destination":{"kind":"on","objects":[{"category":"book",\
            "quantity":{"choice":"the"}}],"negated":false}}]}""");
    assertThat(answer.has("assumed")).isFalse();
    JsonNode unknown =
        only(run("ground", "--understand", "--json", "--command", "find the frobnicator"));
    assertThat(unknown.path("assumed").valueStream().map(JsonNode::asString))
        .containsExactly("frobnicator");
    Jclip.Run ambiguous =
        run(
            "ground",
            "--understand",
            "--json",
            "--command",
            "put the mug left of the box on the book");
    assertThat(only(ambiguous).path("alternatives")).isNotEmpty();
    assertThat(run("ground", "--understand", "--command", "find the mug").out())
        .startsWith("find the mug  {\"kind\":\"instruction\"");
  }

  @Test
  void aStructureIsGivenInPlaceOfASentence() throws IOException {
    Path file = folder.resolve("structure.json");
    Files.writeString(
        file,
        """
        {"kind":"instruction","steps":[{"verb":"pick","objects":[{"category":"dog","quantity":{"choice":"the"}}]}]}
        """);
    JsonNode answer = only(run(with(DECIDES, "--structure", file, PICTURE)));
    assertThat(answer.path("command").asString()).isEqualTo("pick up the dog");
    assertThat(answer.path("label").asString()).isEqualTo("dog");

    Files.writeString(file, "{\"kind\":\"instruction\",\"steps\":[{\"verb\":\"eat\"}]}");
    Jclip.Run run = run("ground", "--understand", "--structure", file.toString());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("structure.json").contains("verb");
  }

  @Test
  void mistakesAreNamed() {
    assertMistake("“tomorrow”", "--command", "pick up the mug tomorrow");
    assertMistake(
        "Without that it would be: pick up the mug.", "--command", "pick up the mug tomorrow");
    assertMistake("contradicts itself", "--command", "take the red blue cube");
    assertMistake("with which object?", "--command", "pick up");
    assertMistake("I heard nothing", "--command", "");
    assertMistake("expected --command, --commands or --structure, found none of them");
    assertMistake(
        "found --command and --structure", "--command", "take it", "--structure", "a.json");
    assertMistake("--understand: expected no images, found a.png", "--command", "take it", "a.png");
    Jclip.Run run = run("ground", "--command", "take the mug");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("expected images, or --understand, found neither");
  }

  private static void assertMistake(String message, String... arguments) {
    Jclip.Run run =
        run(
            Stream.concat(Stream.of("ground", "--understand"), Stream.of(arguments))
                .toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains(message);
  }
}
