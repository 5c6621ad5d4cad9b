package dev.jclip.moderation.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.config.DType;
import dev.jclip.error.CheckpointException;
import dev.jclip.moderation.policy.HeadReference;
import dev.jclip.moderation.policy.HeadReference.Bound;
import dev.jclip.moderation.policy.HeadReference.Kind;
import dev.jclip.weights.SafetensorsWriter;
import dev.jclip.weights.TensorToWrite;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Heads' files: what fits no model, what lacks something, and small ones worked out by hand. */
class HeadFileTest {
  @TempDir Path folder;

  /** A file of tensors, given as {@code name rows x columns}, each value one half. */
  private Path file(String... tensors) {
    var list = new ArrayList<TensorToWrite>();
    for (String tensor : tensors) {
      String[] parts = tensor.split(" ", -1);
      long[] shape = Arrays.stream(parts[1].split("x", -1)).mapToLong(Long::parseLong).toArray();
      float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
      Arrays.fill(values, 0.5f);
      list.add(tensor(parts[0], shape, values));
    }
    return write(list);
  }

  private static TensorToWrite tensor(String name, long[] shape, float... values) {
    return new TensorToWrite(name, DType.F32, shape, () -> MemorySegment.ofArray(values));
  }

  private Path write(List<TensorToWrite> tensors) {
    Path file = folder.resolve("head.safetensors");
    SafetensorsWriter.write(file, tensors, Map.of());
    return file;
  }

  private static HeadReference reference(Kind kind, Path file) {
    return new HeadReference(
        kind, file, kind == Kind.AESTHETIC ? Optional.of(new Bound(false, 5)) : Optional.empty());
  }

  @Test
  void aHeadForTheModelsWidthIsRead() {
    assertThat(Heads.read(reference(Kind.AESTHETIC, file("weight 1x4", "bias 1")), 4).embedDim())
        .isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({
    "AESTHETIC, weight 1x4;bias 1",
    "NSFW, dense_0.weight 1x4;dense_0.bias 1;mean 4;variance 4",
    "SAFETY_CHECKER, concept_embeds 2x4;concept_embeds_weights 2;special_care_embeds 1x4;special_care_embeds_weights 1"
  })
  void aHeadForAnotherModelIsRefused(Kind kind, String tensors) {
    Path file = file(tensors.split(";", -1));

    assertThatThrownBy(() -> Heads.read(reference(kind, file), 5))
        .isInstanceOf(CheckpointException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining("5 values")
        .hasMessageContaining("found one for 4");
  }

  @ParameterizedTest
  @CsvSource({
    "AESTHETIC, weight 1x4, bias",
    "AESTHETIC, bias 1, layers.0.weight",
    "AESTHETIC, weight 1x4;bias 2, expected weight",
    "AESTHETIC, weight 4;bias 1, expected weight",
    "AESTHETIC, weight 2x4;bias 2, one output",
    "AESTHETIC, weight 0x4;bias 0, expected weight",
    "AESTHETIC, weight 1x0;bias 1, expected weight",
    "AESTHETIC, layers.0.weight 3x4;layers.0.bias 3, layers.2.weight",
    "AESTHETIC, layers.0.weight 3x4;layers.0.bias 3;layers.2.weight 1x4;layers.2.bias 1, 3 inputs",
    "NSFW, mean 4;variance 4, dense_0.weight",
    "NSFW, dense_0.weight 1x4;dense_0.bias 1;variance 4, mean",
    "NSFW, dense_0.weight 1x4;dense_0.bias 1;mean 4, variance",
    "NSFW, dense_0.weight 1x4;dense_0.bias 1;mean 3;variance 4, mean and variance of 4 values",
    "NSFW, dense_0.weight 2x4;dense_0.bias 2;mean 4;variance 4, one output",
    "NSFW, dense_0.weight 2x4;dense_0.bias 2;dense_1.weight 1x3;dense_1.bias 1;mean 4;variance 4, 2 inputs",
    "SAFETY_CHECKER, special_care_embeds 1x4;special_care_embeds_weights 1, concept_embeds",
    "SAFETY_CHECKER, concept_embeds 2x4;concept_embeds_weights 2, special_care_embeds",
    "SAFETY_CHECKER, concept_embeds 2x4;special_care_embeds 1x4, concept_embeds_weights",
    "SAFETY_CHECKER, concept_embeds 8;concept_embeds_weights 2, a threshold for each",
    "SAFETY_CHECKER, concept_embeds 2x4;concept_embeds_weights 3, a threshold for each",
    "SAFETY_CHECKER, concept_embeds 0x4;concept_embeds_weights 0;special_care_embeds 1x4;special_care_embeds_weights 1, one or more",
    "SAFETY_CHECKER, concept_embeds 2x4;concept_embeds_weights 2;special_care_embeds 1x3;special_care_embeds_weights 1, 4 values"
  })
  void whatIsNoSuchHeadIsRefused(Kind kind, String tensors, String words) {
    Path file = file(tensors.split(";", -1));

    assertThatThrownBy(() -> Heads.read(reference(kind, file), 4))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "{\"a\": 1}"})
  void whatHoldsNoTensorsIsRefused(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("head.pth"), content);

    for (Kind kind : Kind.values()) {
      assertThatThrownBy(() -> Heads.read(reference(kind, file), 4))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining(file.toString());
    }
  }

  /** One column that is a category and one that is none; the answer is sigmoid(number - 2). */
  private NsfwHead detector(String columns) throws IOException {
    Files.writeString(folder.resolve("head-columns.json"), columns);
    return NsfwHead.read(
        write(
            List.of(
                tensor("dense_0.weight", new long[] {1, 2}, 1, 0),
                tensor("dense_0.bias", new long[] {1}, 0),
                tensor("mean", new long[] {2}, 2, 0),
                tensor("variance", new long[] {2}, 1, 1))));
  }

  @ParameterizedTest
  @CsvSource({
    "0.5, 1",
    "-0.25, 2",
    "0.0078125, 3", // halfway between two texts: the even one, as C writes it
    "0.0234375, 4",
    "0.25, 0",
    "0.0, 5",
    "-0.0, 6",
    "1e-8, 5",
    "-1e-8, 6"
  })
  void aColumnThatIsACategoryIsLookedUpInItsTable(float value, int number) throws IOException {
    NsfwHead head =
        detector(
            "[{\"column\": 0, \"strings\": [\"0.500000\", \"-0.250000\", \"0.007812\", \"0.023438\", \"0.000000\", \"-0.000000\", \"0.007813\"]}]");

    assertThat(head.probability(new float[] {value, 9}))
        .isCloseTo(1 / (1 + Math.exp(2 - number)), within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
  void anEmbeddingThatIsNoNumberIsRefused(float value) throws IOException {
    NsfwHead category = detector("[{\"column\": 0, \"strings\": [\"nan\"]}]");

    for (float[] embedding : List.of(new float[] {value, 0}, new float[] {0, value})) {
      assertThatThrownBy(() -> category.probability(embedding))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("embedding: expected finite numbers, found " + value);
    }
  }

  @Test
  void aColumnWithoutATableIsANumber() throws IOException {
    assertThat(detector("[]").probability(new float[] {2, 0})).isEqualTo(0.5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{\"column\": 2, \"strings\": []}] | expected 0 to 1, found 2",
        "[{\"strings\": []}]                | column: expected 0 to 1",
        "[{\"column\": 0,                   | no JSON",
        "not JSON                           | no JSON"
      })
  void malformedTablesAreRefused(String columns, String words) {
    assertThatThrownBy(() -> detector(columns))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("head-columns.json")
        .hasMessageContaining(words);
  }

  /** Two special concepts and two others, each along one axis, with a threshold of one half. */
  @ParameterizedTest
  @CsvSource({
    "0.4, 0.4, 0.4, false, -0.1, -0.1, -0.1", // nothing is near
    "0.4, 0.4, 0.5, false, -0.1, -0.1, 0", // a score of 0 is not positive
    "0.6, 0.4, 0.495, true, 0.1, -0.09, 0.005", // a special concept helps all later ones
    "0.4, 0.6, 0.495, true, -0.1, 0.1, 0.005",
    "0.6, 0.6, 0.4, false, 0.1, 0.11, -0.09" // special concepts alone do not flag
  })
  void specialConceptsHelpTheLaterOnes(
      float first, float second, float third, boolean flagged, float a, float b, float c) {
    SafetyChecker checker =
        SafetyChecker.read(
            write(
                List.of(
                    tensor("concept_embeds", new long[] {1, 3}, 0, 0, 7),
                    tensor("concept_embeds_weights", new long[] {1}, 0.5f),
                    tensor("special_care_embeds", new long[] {2, 3}, 2, 0, 0, 0, 1, 0),
                    tensor("special_care_embeds_weights", new long[] {2}, 0.5f, 0.5f))));

    SafetyChecker.Scores scores = checker.scores(new float[] {first, second, third});

    assertThat(scores.special().get(0)).isCloseTo(a, within(1e-6f));
    assertThat(scores.special().get(1)).isCloseTo(b, within(1e-6f));
    assertThat(scores.concepts().getFirst()).isCloseTo(c, within(1e-6f));
    assertThat(scores.flagged()).isEqualTo(flagged);
    assertThat(checker.probability(new float[] {first, second, third}) > 0.5).isEqualTo(flagged);
  }
}
