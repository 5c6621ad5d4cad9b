package dev.jclip.train.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.data.detection.NamedBox;
import dev.jclip.detect.Box;
import dev.jclip.model.owl.CellPredictions;
import dev.jclip.model.owl.OwlImageTower;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import dev.jclip.testkit.Golden;
import dev.jclip.train.detection.DetectionLoss.Losses;
import dev.jclip.train.detection.DetectionLoss.Terms;
import dev.jclip.train.detection.Matching.Match;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** Losses, matching and gradients as PyTorch, torchvision and scipy have them. */
class DetectionLossGoldenTest {
  private static final double BOUND = 1e-5;
  private static final List<String> LEARNED =
      List.of("embeddings", "shift", "scale", "boxes", "objectness");

  /** Which of its image's queries each object answers, as in the script that makes the golden. */
  private static final List<List<List<Integer>>> ANSWERS =
      List.of(
          List.of(List.of(0, 3), List.of(1)),
          List.of(),
          List.of(List.of(2), List.of(2), List.of()));

  private static final List<Integer> QUERIES = List.of(4, 2, 4);

  private final Golden golden =
      Golden.read(Path.of("src/test/resources/golden/detection/expected.safetensors"));

  private Tensor tensor(String name) {
    long[] shape = Arrays.stream(golden.shape(name)).asLongStream().toArray();
    return Tensors.of(golden.floats(name), shape);
  }

  private List<ImageTargets> images() {
    return IntStream.range(0, ANSWERS.size()).mapToObj(this::image).toList();
  }

  private ImageTargets image(int image) {
    List<String> queries =
        IntStream.range(0, QUERIES.get(image)).mapToObj(query -> "query " + query).toList();
    List<NamedBox> objects =
        IntStream.range(0, ANSWERS.get(image).size())
            .mapToObj(
                object ->
                    new NamedBox(
                        wanted(image, object),
                        ANSWERS.get(image).get(object).stream()
                            .map(query -> "query " + query)
                            .toList()))
            .toList();
    return new ImageTargets(queries, objects);
  }

  private Box wanted(int image, int object) {
    float[] boxes = golden.floats("wanted." + image);
    int at = 4 * object;
    return Box.around(boxes[at], boxes[at + 1], boxes[at + 2], boxes[at + 3]);
  }

  /** The queries' vectors are the golden's, one image after the other. */
  private PartTargets targets() {
    int most = golden.shape("queries")[1];
    float[] asked = new float[QUERIES.size() * most];
    for (int image = 0; image < QUERIES.size(); image++) {
      Arrays.fill(asked, image * most, image * most + QUERIES.get(image), 1);
    }
    return new PartTargets(images(), tensor("queries"), Tensors.of(asked, QUERIES.size(), 1, most));
  }

  private static CellPredictions cells(Map<String, Tensor> learned) {
    return new CellPredictions(
        get(learned, "boxes"),
        get(learned, "embeddings"),
        get(learned, "shift"),
        get(learned, "scale"),
        Optional.of(get(learned, "objectness")));
  }

  private static Tensor get(Map<String, Tensor> tensors, String name) {
    return Objects.requireNonNull(tensors.get(name), name);
  }

  @Test
  void hasTheirLossesAndGradients() {
    try (TensorScope _ = TensorScope.open()) {
      Map<String, Tensor> learned = new LinkedHashMap<>();
      for (String name : LEARNED) {
        Tensor tensor = tensor(name);
        tensor.set_requires_grad(true);
        learned.put(name, tensor);
      }
      Terms terms = new DetectionLoss(LossWeights.DEFORMABLE_DETR).of(cells(learned), targets(), 5);
      Losses losses = terms.losses();
      assertClose(
          "losses",
          (float) losses.queries(),
          (float) losses.boxes(),
          (float) losses.overlap(),
          (float) losses.objectness());
      assertClose("total", (float) terms.total().item().toDouble());
      terms.total().backward();
      learned.forEach((name, tensor) -> assertClose("gradient." + name, floats(tensor.grad())));
    }
  }

  private static float[] floats(Tensor tensor) {
    return Tensors.floats(tensor);
  }

  private void assertClose(String name, float... found) {
    float[] expected = golden.floats(name);
    double largest = 0;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertThat(found).as(name).hasSameSizeAs(expected);
    for (int i = 0; i < found.length; i++) {
      assertThat((double) found[i])
          .as("%s[%d]", name, i)
          .isCloseTo(expected[i], within(BOUND * largest));
    }
  }

  @Test
  void matchesAsTheyDo() {
    try (TensorScope _ = TensorScope.inference()) {
      Map<String, Tensor> learned = new LinkedHashMap<>();
      LEARNED.forEach(name -> learned.put(name, tensor(name)));
      CellPredictions cells = cells(learned);
      List<Match> matches =
          new Matching(LossWeights.DEFORMABLE_DETR)
              .of(OwlImageTower.logits(cells, tensor("queries")), cells.boxes(), images());
      float[] expected = golden.floats("matches");
      assertThat(matches)
          .containsExactlyElementsOf(
              IntStream.range(0, expected.length / 3)
                  .mapToObj(
                      i ->
                          new Match(
                              (int) expected[3 * i],
                              (int) expected[3 * i + 1],
                              (int) expected[3 * i + 2]))
                  .toList());
    }
  }
}
