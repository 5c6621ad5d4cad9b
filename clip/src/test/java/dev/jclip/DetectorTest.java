package dev.jclip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.config.DType;
import dev.jclip.config.Precision;
import dev.jclip.detect.Box;
import dev.jclip.detect.Detection;
import dev.jclip.detect.DetectionOptions;
import dev.jclip.detect.DetectionOptions.Answers;
import dev.jclip.detect.DetectionOptions.Scores;
import dev.jclip.detect.ExampleChoice;
import dev.jclip.error.CheckpointException;
import dev.jclip.image.CropRounding;
import dev.jclip.image.ImageDecoder;
import dev.jclip.image.ImagePreprocessor;
import dev.jclip.image.Interpolation;
import dev.jclip.image.PreprocessConfig;
import dev.jclip.image.Resize;
import dev.jclip.image.RgbImage;
import dev.jclip.testkit.Golden;
import dev.jclip.testkit.SharedData;
import dev.jclip.testkit.Tolerance;
import dev.jclip.tokenizer.BpeTokenizer;
import dev.jclip.tokenizer.TokenizedText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The front door of OWL-ViT and OWLv2, against transformers. */
class DetectorTest {
  private static final Path MODELS = Path.of("../engine/src/test/resources/golden/owl");
  private static final double PIXELS = 0.01;
  private static final double SCORE = 2e-5;

  private static final DetectionOptions ALL =
      new DetectionOptions(0, 1, Answers.BEST_QUERY, Scores.ABSOLUTE, 10_000);

  private static Detector load(String name) {
    return Clip.loader()
        .precision(Precision.F32)
        .onTruncation(_ -> {})
        .loadDetector(MODELS.resolve(name));
  }

  private static JsonNode reference(String name) throws IOException {
    Path file = MODELS.resolve(name).resolve("picture.json");
    return JsonMapper.shared().readTree(Files.readString(file));
  }

  private static List<String> queries(JsonNode reference) {
    return reference.required("queries").valueStream().map(JsonNode::asString).toList();
  }

  private static void assertSame(List<Detection> found, JsonNode expected) {
    List<Double> scores =
        expected.required("scores").valueStream().map(JsonNode::asDouble).toList();
    List<Integer> order =
        IntStream.range(0, scores.size())
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -scores.get(i)))
            .toList();
    assertThat(found).hasSameSizeAs(scores);
    for (int i = 0; i < found.size(); i++) {
      Detection detection = found.get(i);
      int row = order.get(i);
      assertThat(detection.score()).isCloseTo(scores.get(row), within(SCORE));
      if (expected.has("labels")) {
        assertThat(detection.query()).isEqualTo(expected.required("labels").get(row).asInt());
      }
      JsonNode box = expected.required("boxes").get(row);
      assertThat(detection.box().left()).isCloseTo(box.get(0).asDouble(), within(PIXELS));
      assertThat(detection.box().top()).isCloseTo(box.get(1).asDouble(), within(PIXELS));
      assertThat(detection.box().right()).isCloseTo(box.get(2).asDouble(), within(PIXELS));
      assertThat(detection.box().bottom()).isCloseTo(box.get(3).asDouble(), within(PIXELS));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"owlvit-variant", "owlv2"})
  void findsWhatTransformersFindsFromTheFileToTheBoxes(String name) throws IOException {
    JsonNode reference = reference(name);
    try (Detector detector = load(name)) {
      RgbImage image = detector.decode(Fixtures.PICTURE);
      List<String> queries = queries(reference);
      double threshold = reference.required("threshold").asDouble();
      List<Detection> found = detector.find(image, queries, ALL.withThreshold(threshold));
      assertSame(found, reference.required("text"));
      assertThat(found)
          .allSatisfy(
              detection -> assertThat(detection.label()).isEqualTo(queries.get(detection.query())));
      RgbImage example = part(image, reference.required("example"));
      assertSame(
          detector.findLike(
              image, example, ALL.withScores(Scores.RELATIVE_TO_BEST).withOverlap(0.3)),
          reference.required("like"));
    }
  }

  private static RgbImage part(RgbImage image, JsonNode corners) {
    int width = corners.get(2).asInt();
    int height = corners.get(3).asInt();
    byte[] rgb = new byte[3 * width * height];
    for (int y = 0; y < height; y++) {
      System.arraycopy(image.rgb(), 3 * y * image.width(), rgb, 3 * y * width, 3 * width);
    }
    return new RgbImage(width, height, rgb);
  }

  @Test
  void queriesOfAllKindsAreAskedTogether() {
    try (Detector detector = load("owlv2")) {
      RgbImage image = detector.decode(Fixtures.PICTURE);
      Box place = new Box(10, 10, 60, 50);
      Detector.Query example =
          detector.queryLike("this", image, place, ExampleChoice.MOST_OBJECT_LIKE);
      Detector.Query word = detector.queries(List.of("dogs")).getFirst();
      DetectionOptions each = ALL.withAnswers(Answers.EACH_QUERY);
      List<List<Detection>> together =
          detector.findAll(List.of(image, image), List.of(word, example), each);
      assertThat(together.getFirst()).isEqualTo(together.getLast());
      List<Detection> ofWord =
          together.getFirst().stream().filter(found -> found.query() == 0).toList();
      assertThat(ofWord).isEqualTo(detector.find(image, List.of("dogs"), each));
      assertThat(together.getFirst())
          .filteredOn(found -> found.query() == 1)
          .isNotEmpty()
          .allSatisfy(found -> assertThat(found.label()).isEqualTo("this"));
      assertThat(detector.findAll(List.of(image), List.of(), each)).containsExactly(List.of());
    }
  }

  @Test
  void twoHundredQueriesAreAskedAtOnce() {
    try (Detector detector = load("owlv2")) {
      RgbImage image = detector.decode(Fixtures.PICTURE);
      List<String> many = IntStream.range(0, 200).mapToObj(i -> "a cat " + i).toList();
      List<Detection> all =
          detector.find(image, many, ALL.withAnswers(Answers.EACH_QUERY).withThreshold(0));
      assertThat(all).hasSize(200 * 25);
      List<Detection> one = detector.find(image, List.of("a cat 199"), ALL);
      assertThat(all.stream().filter(found -> found.query() == 199).map(Detection::box))
          .containsExactlyElementsOf(one.stream().map(Detection::box).toList());
    }
  }

  @Test
  void aPlaceWithoutTextureHasBoxesToo() {
    try (Detector detector = load("owlv2")) {
      var grey = new RgbImage(30, 20, new byte[3 * 30 * 20]);
      assertThat(detector.find(grey, List.of("dogs"), ALL))
          .hasSize(25)
          .allSatisfy(found -> assertThat(found.score()).isBetween(0.0, 1.0));
    }
  }

  @Test
  void objectsOfWhateverKindAreFoundByOwlV2Alone() {
    try (Detector second = load("owlv2");
        Detector first = load("owlvit-variant")) {
      RgbImage image = second.decode(Fixtures.PICTURE);
      List<Detection> objects = second.findObjects(image, ALL);
      assertThat(objects).hasSize(25);
      assertThat(objects).isSortedAccordingTo(Comparator.comparingDouble(o -> -o.score()));
      assertThatThrownBy(() -> first.findObjects(image, ALL))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected OWLv2");
    }
  }

  @Test
  void longQueriesAreCutAndSaidToBe() {
    var cut = new ArrayList<TokenizedText>();
    String text = "word ".repeat(30);
    try (Detector detector =
        Clip.loader()
            .precision(Precision.F32)
            .onTruncation(cut::add)
            .loadDetector(MODELS.resolve("owlv2"))) {
      detector.queries(List.of(text));
      assertThat(cut).singleElement().satisfies(said -> assertThat(said.ids()).hasSize(16));
      detector.queries(List.of(text));
      assertThat(cut).hasSize(1); // remembered, so not tokenized again
    }
  }

  @Test
  void refusesEmptyQueriesAndModelsThatAreNoDetectors() {
    try (Detector detector = load("owlv2")) {
      RgbImage image = detector.decode(Fixtures.PICTURE);
      assertThatThrownBy(() -> detector.find(image, List.of("a cat", " ")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("query 2 of 2 is empty");
      Detector closed = load("owlv2");
      closed.close();
      assertThatThrownBy(() -> closed.find(image, List.of("a cat")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("the detector is closed");
    }
    assertThatThrownBy(() -> Detector.load(Fixtures.MODEL))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("expected a model of OWL-ViT and OWLv2, found a model of CLIP");
    assertThatThrownBy(() -> Clip.load(MODELS.resolve("owlv2")))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("loadDetector");
    assertThatThrownBy(
            () -> Clip.loader().squareFill(0.5).loadDetector(MODELS.resolve("owlvit-variant")))
        .hasMessageContaining("squareFill");
    assertThatThrownBy(
            () -> Clip.loader().architecture("ViT-B-32").loadDetector(MODELS.resolve("owlv2")))
        .hasMessageContaining("architecture");
  }

  @Test
  void thePaddingAndTheSizeAreTheCallersToChoose() {
    try (Detector grey =
        Clip.loader()
            .precision(Precision.F32)
            .squareFill(0.5)
            .imageSize(112)
            .loadDetector(MODELS.resolve("owlv2"))) {
      assertThat(grey.preprocessing().resize()).isEqualTo(new Resize.PaddedSquare(112, 0.5));
      RgbImage image = grey.decode(Fixtures.PICTURE);
      assertThat(grey.find(image, List.of("dogs"), ALL)).hasSize(49);
    }
  }

  @Test
  void whatIsSavedFindsTheSame(@TempDir Path folder) throws IOException {
    try (Detector detector = load("owlv2")) {
      detector.save(folder, DType.F32);
      for (String name : List.of("vocab.json", "merges.txt", "tokenizer_config.json")) {
        Files.copy(Fixtures.DETECTOR.resolve(name), folder.resolve(name));
      }
      RgbImage image = detector.decode(Fixtures.PICTURE);
      try (Detector saved = Clip.loader().precision(Precision.F32).loadDetector(folder)) {
        assertThat(saved.find(image, List.of("dogs", "a ! b"), ALL))
            .isEqualTo(detector.find(image, List.of("dogs", "a ! b"), ALL));
      }
    }
  }

  @Test
  void fourThreadsFindTheSame() throws InterruptedException {
    try (Detector detector = load("owlv2")) {
      RgbImage image = detector.decode(Fixtures.PICTURE);
      List<Detection> expected = detector.find(image, List.of("dogs", "a cat"), ALL);
      var differences = new AtomicInteger();
      List<Thread> threads =
          IntStream.range(0, 4)
              .mapToObj(
                  i ->
                      Thread.ofPlatform()
                          .start(
                              () -> {
                                for (int round = 0; round < 5; round++) {
                                  detector.queries(List.of("cat " + i + round));
                                  if (!detector
                                      .find(image, List.of("dogs", "a cat"), ALL)
                                      .equals(expected)) {
                                    differences.incrementAndGet();
                                  }
                                }
                              }))
              .toList();
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(differences).hasValue(0);
    }
  }

  @Test
  void pixelsAreThePeers() {
    Golden expected =
        Golden.read(
            SharedData.require("golden-models/owl-preprocess").resolve("expected.safetensors"));
    Path photos = SharedData.require("data/photos");
    ImageDecoder decoder = ImageDecoder.create();
    for (String name : expected.names()) {
      String[] parts = name.split("/", -1);
      if (parts.length < 3) {
        continue;
      }
      RgbImage image =
          parts[1].equals("small")
              ? new RgbImage(50, 37, expected.bytes("small"))
              : decoder.decode(photos.resolve(parts[1]));
      switch (parts[2]) {
        case "squash80" ->
            assertThat(
                    new ImagePreprocessor(config(new Resize.Squash(80, 80), 80))
                        .resizeAndCrop(image)
                        .rgb())
                .as(name)
                .isEqualTo(expected.bytes(name));
        case "pad0.0", "pad0.5" ->
            Tolerance.assertClose(
                name,
                padded(image, 80, parts[2].equals("pad0.5") ? 0.5 : 0),
                expected.floats(name),
                1e-6);
        case "pad0.0-960-every-15th" ->
            Tolerance.assertClose(
                name, everyOf(padded(image, 960, 0), 15, 64), expected.floats(name), 1e-6);
        case "pad0.0-960-corner" ->
            Tolerance.assertClose(
                name, everyOf(padded(image, 960, 0), 1, 8), expected.floats(name), 1e-6);
        default -> assertThat(parts[2]).isEqualTo("torchvision"); // another way, followed by nobody
      }
    }
  }

  private static float[] padded(RgbImage image, int side, double fill) {
    return new ImagePreprocessor(config(new Resize.PaddedSquare(side, fill), side))
        .preprocess(image);
  }

  private static PreprocessConfig config(Resize resize, int side) {
    return new PreprocessConfig(
        side,
        side,
        resize,
        Interpolation.BICUBIC,
        CropRounding.NO_CROP,
        PreprocessConfig.OPENAI_MEAN,
        PreprocessConfig.OPENAI_STD,
        0);
  }

  /** Every so many pixels of planes of 960 x 960, from the upper left corner. */
  private static float[] everyOf(float[] planes, int step, int count) {
    float[] some = new float[3 * count * count];
    int to = 0;
    for (int channel = 0; channel < 3; channel++) {
      for (int y = 0; y < count; y++) {
        for (int x = 0; x < count; x++) {
          some[to++] = planes[(channel * 960 + y * step) * 960 + x * step];
        }
      }
    }
    return some;
  }

  @Test
  void idsAreThePeers(@TempDir Path folder) throws IOException {
    Path vocabulary = SharedData.require("data/clip-bpe/hf");
    Path marks = MODELS.resolve("owlv2");
    for (String name : List.of("vocab.json", "merges.txt")) {
      Files.copy(vocabulary.resolve(name), folder.resolve(name));
    }
    for (String name : List.of("tokenizer_config.json", "special_tokens_map.json")) {
      Files.copy(marks.resolve(name), folder.resolve(name));
    }
    var tokenizer = BpeTokenizer.load(folder);
    JsonNode rows =
        JsonMapper.shared()
            .readTree(
                Files.readString(
                    SharedData.require("golden-models/owl-tokenizer").resolve("expected.json")));
    for (JsonNode row : rows) {
      int[] ids = row.required("ids").valueStream().mapToInt(JsonNode::asInt).toArray();
      assertThat(tokenizer.tokenize(row.required("text").asString(), 16).padded(16, 0))
          .as(row.required("text").asString())
          .isEqualTo(ids);
    }
  }
}
