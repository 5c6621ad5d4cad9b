package dev.jclip.moderation.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.embed.Embeddings;
import dev.jclip.testkit.Golden;
import dev.jclip.testkit.SharedData;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Published heads against their own programs' numbers. */
class HeadGoldenTest {
  private static final double TOLERANCE = 1e-5;

  private static Path resource(String name) throws URISyntaxException {
    return Path.of(Objects.requireNonNull(HeadGoldenTest.class.getResource(name), name).toURI());
  }

  private static List<float[]> rows(Golden golden, String name) {
    float[] values = golden.floats(name);
    int width = golden.shape(name)[1];
    var rows = new ArrayList<float[]>();
    for (int from = 0; from < values.length; from += width) {
      rows.add(Arrays.copyOfRange(values, from, from + width));
    }
    return rows;
  }

  @Test
  void aDetectorsProbabilitiesAreThoseOfTensorFlow() throws URISyntaxException {
    hasTheProbabilities(resource("b32.safetensors"), resource("b32-expected.safetensors"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"b32", "l14"})
  void everyPublishedDetectorsProbabilitiesAreThoseOfTensorFlow(String name) {
    hasTheProbabilities(
        SharedData.require("golden-models/laion-nsfw/%s.safetensors".formatted(name)),
        SharedData.require("golden-models/laion-nsfw/%s-expected.safetensors".formatted(name)));
  }

  private static void hasTheProbabilities(Path weights, Path expected) {
    Golden golden = Golden.read(expected);
    List<float[]> embeddings = rows(golden, "embeddings");
    float[] probabilities = golden.floats("probabilities");
    NsfwHead head = NsfwHead.read(weights);

    assertThat(head.embedDim()).isEqualTo(embeddings.getFirst().length);
    assertThat(embeddings).isNotEmpty().hasSize(probabilities.length);
    for (int i = 0; i < probabilities.length; i++) {
      assertThat(head.probability(embeddings.get(i)))
          .as("row %d", i)
          .isCloseTo(probabilities[i], within(TOLERANCE));
    }
  }

  @Test
  void thePublishedSafetyCheckersScoresAreEqualToThreeDecimals()
      throws IOException, URISyntaxException {
    hasTheScores(
        resource("safety-checker.safetensors"),
        rows(Golden.read(resource("safety-checker-expected.safetensors")), "embeddings"),
        JsonMapper.shared().readTree(Files.readString(resource("safety-checker-expected.json"))));
  }

  @Test
  void theWholeCheckpointOfASafetyCheckerIsRead() throws IOException {
    Path folder = SharedData.require("golden-models/sd-safety-checker");

    hasTheScores(
        folder.resolve("model.safetensors"),
        rows(Golden.read(folder.resolve("expected.safetensors")), "image_embeds"),
        JsonMapper.shared()
            .readTree(Files.readString(folder.resolve("expected.json")))
            .path("pictures"));
  }

  private static void hasTheScores(Path weights, List<float[]> embeddings, JsonNode expected) {
    SafetyChecker checker = SafetyChecker.read(weights);

    assertThat(embeddings).isNotEmpty().hasSize(expected.size());
    for (int i = 0; i < embeddings.size(); i++) {
      JsonNode image = expected.get(i);
      float[] embedding = Embeddings.normalize(embeddings.get(i));
      SafetyChecker.Scores scores = checker.scores(embedding);
      assertThat(withoutNegativeZero(scores.special()))
          .as("image %d", i)
          .isEqualTo(numbers(image.path("special_scores")));
      assertThat(withoutNegativeZero(scores.concepts()))
          .as("image %d", i)
          .isEqualTo(numbers(image.path("concept_scores")));
      assertThat(scores.flagged()).as("image %d", i).isEqualTo(image.path("flagged").asBoolean());
      assertThat(checker.probability(embedding) > 0.5).isEqualTo(scores.flagged());
    }
  }

  private static List<Float> numbers(JsonNode values) {
    var numbers = new ArrayList<Float>();
    values.forEach(value -> numbers.add((float) value.asDouble() + 0f));
    return numbers;
  }

  private static List<Float> withoutNegativeZero(List<Float> values) {
    return values.stream().map(value -> value + 0f).toList();
  }

  @ParameterizedTest
  @CsvSource({"aesthetic-linear.pth, linear", "aesthetic-five-layers.pth, five_layers"})
  void aestheticRatingsAreThoseOfTheReference(String weights, String expected)
      throws URISyntaxException {
    hasTheRatings(resource(weights), resource("aesthetic-expected.safetensors"), expected);
  }

  @ParameterizedTest
  @CsvSource({
    "sa_0_4_small_linear.pth, linear_scores",
    "sac+logos+ava1-small-linearMSE.pth, deep_scores"
  })
  void aestheticRatingsOfThePublishedFormAreThoseOfTorch(String weights, String expected) {
    hasTheRatings(
        SharedData.require("golden-models/laion-aesthetic/" + weights),
        SharedData.require("golden-models/laion-aesthetic/expected.safetensors"),
        expected);
  }

  private static void hasTheRatings(Path weights, Path expected, String name) {
    Golden golden = Golden.read(expected);
    float[] ratings = golden.floats(name);
    List<float[]> embeddings = rows(golden, "embeddings");
    AestheticHead above = AestheticHead.read(weights, 0.1, false);
    AestheticHead below = AestheticHead.read(weights, 0.1, true);

    assertThat(embeddings).isNotEmpty().hasSize(ratings.length);
    for (int i = 0; i < ratings.length; i++) {
      float[] embedding = embeddings.get(i);
      assertThat(above.rating(embedding)).isCloseTo(ratings[i], within(TOLERANCE));
      assertThat(above.probability(embedding) > 0.5).isEqualTo(ratings[i] > 0.1);
      assertThat(below.probability(embedding))
          .isCloseTo(1 - above.probability(embedding), within(1e-12));
    }
  }

  /** The head's authors publish an embedding beside each rating. */
  @ParameterizedTest
  @ValueSource(strings = {"vit_b_32", "vit_l_14"})
  void aPublishedHeadsRatingsRiseWithThoseOfItsEmbeddings(String model) throws IOException {
    AestheticHead head =
        AestheticHead.read(
            SharedData.require("data/heads/sa_0_4_%s_linear.pth".formatted(model)), 5, false);
    double previous = Double.NEGATIVE_INFINITY;

    for (int rating = 0; rating < 10; rating++) {
      float[] embedding =
          npy(
              SharedData.require("data/heads/%s_embeddings/rating%d.npy".formatted(model, rating)),
              head.embedDim());
      double found = head.rating(embedding);
      assertThat(found).as("rating %d", rating).isGreaterThan(previous);
      previous = found;
    }
  }

  private static float[] npy(Path file, int width) throws IOException {
    float[] values = new float[width];
    byte[] bytes = Files.readAllBytes(file);
    int start = bytes.length - Float.BYTES * width;
    ByteBuffer.wrap(bytes, start, Float.BYTES * width)
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(values);
    return values;
  }
}
