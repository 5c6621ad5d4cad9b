package dev.jclip.train.contrastive;

import static dev.jclip.testkit.Tolerance.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.checkpoint.Checkpoint;
import dev.jclip.config.ClipConfig;
import dev.jclip.model.clip.ClipModel;
import dev.jclip.nn.Weights;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import dev.jclip.testkit.Golden;
import dev.jclip.testkit.SharedData;
import dev.jclip.train.image.ImageBatch;
import dev.jclip.train.loss.BatchLoss;
import dev.jclip.train.loss.ClipLoss;
import dev.jclip.train.loss.WeightedLoss;
import dev.jclip.train.model.Precision;
import dev.jclip.train.model.TowerLock;
import dev.jclip.train.model.TrainableModel;
import dev.jclip.train.optimizer.AdamW;
import dev.jclip.train.optimizer.OptimizerOptions;
import dev.jclip.train.schedule.LearningRateSchedule;
import dev.jclip.train.step.StepOptions;
import dev.jclip.train.step.StepOptions.Activations;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Steps of open_clip's own training, of CLIP and of CoCa, number by number. */
@Tag("kernels")
class TrainingGoldenTest {
  private static final Percentage BOUND = Percentage.withPercentage(1e-3); // 1e-5 relative

  private static final StepOptions WHOLE = new StepOptions(Precision.F32, 16, 1, Activations.KEPT);
  private static final StepOptions PARTS =
      new StepOptions(Precision.F32, 5, 3, Activations.RECOMPUTED);

  private static final Path COMMITTED = Path.of("src/test/resources/golden/training");
  private static final Path CAPTIONING = Path.of("src/test/resources/golden/captioning");

  @Test
  void followsATraceOfOpenClip() {
    follow(COMMITTED, 2e-3, 4, WHOLE);
  }

  @Test
  void followsItInRecomputedParts() {
    follow(COMMITTED, 2e-3, 4, PARTS);
  }

  @Test
  void followsTheSharedTraceOfOpenClip() {
    follow(SharedData.require("golden/training"), 1e-3, 10, WHOLE);
  }

  @Test
  void followsTheSharedTraceInRecomputedParts() {
    follow(SharedData.require("golden/training"), 1e-3, 10, PARTS);
  }

  @Test
  void followsATraceOfCoCa() {
    follow(CAPTIONING, 2e-3, 4, model -> captioning(model, WHOLE), (_, _) -> {});
  }

  @Test
  void followsItOfCoCaInRecomputedParts() {
    follow(CAPTIONING, 2e-3, 4, model -> captioning(model, PARTS), (_, _) -> {});
  }

  private static PairStep captioning(TrainableModel model, StepOptions options) {
    CaptionLoss loss = CaptionLoss.COCA;
    var contrastive = new BatchLoss(new WeightedLoss(new ClipLoss(), loss.contrastiveWeight()), 64);
    return new CaptioningStep(model, contrastive, loss, options);
  }

  private static void follow(Path folder, double rate, long warmup, StepOptions options) {
    follow(
        folder,
        rate,
        warmup,
        model ->
            new ContrastiveStep(
                model, new BatchLoss(new ClipLoss(), 64), options, PatchDropout.NONE),
        TrainingGoldenTest::assertSameFeatures);
  }

  private static void follow(
      Path folder,
      double rate,
      long warmup,
      Function<TrainableModel, PairStep> steps,
      BiConsumer<TrainableModel, Golden> end) {
    Golden golden = Golden.read(folder.resolve("expected.safetensors"));
    JsonNode trace = JsonMapper.shared().readTree(folder.resolve("trace.json").toFile());
    var optimizer = new OptimizerOptions(0.9, 0.98, 1e-6, 0.2, OptionalDouble.of(1));
    LearningRateSchedule schedule = new LearningRateSchedule.Cosine(rate, warmup, trace.size());
    try (TrainableModel model = load(folder);
        PairStep step = steps.apply(model);
        AdamW adamW = new AdamW(model.trained(), optimizer)) {
      for (int s = 0; s < trace.size(); s++) {
        JsonNode expected = trace.get(s);
        PairStep.Outcome outcome = step.backward(images(golden, s), texts(golden, s), s);
        double norm = adamW.gradientNorm();
        assertThat(schedule.at(s))
            .as("learning rate %d", s)
            .isCloseTo(expected.get("lr").doubleValue(), Percentage.withPercentage(1e-12));
        adamW.step(schedule.at(s), norm);
        model.clampLogitScale();
        assertThat(outcome.loss())
            .as("loss of step %d", s)
            .isCloseTo(expected.get("loss").doubleValue(), BOUND);
        if (expected.has("caption_loss")) {
          assertThat(outcome.captionLoss().orElseThrow())
              .as("caption loss of step %d", s)
              .isCloseTo(expected.get("caption_loss").doubleValue(), BOUND);
        }
        assertThat(norm)
            .as("gradient norm of step %d", s)
            .isCloseTo(expected.get("grad_norm").doubleValue(), BOUND);
        assertThat(model.logitScale())
            .as("logit scale after step %d", s)
            .isCloseTo(expected.get("logit_scale").doubleValue(), BOUND);
      }
      end.accept(model, golden);
    }
  }

  private static void assertSameFeatures(TrainableModel model, Golden golden) {
    try (TensorScope _ = TensorScope.inference()) {
      var trained = new ClipModel(model.config(), model.weights());
      assertClose(
          "image features",
          Tensors.floats(trained.vision().forward(images(golden, 0).part(0, size(golden)))),
          golden.floats("final_image_features"),
          1e-5);
      Tensor ids = TextParts.ids(captions(golden, 0), model.config().text());
      assertClose(
          "text features",
          Tensors.floats(trained.text().forward(ids)),
          golden.floats("final_text_features"),
          1e-5);
    }
  }

  private static TrainableModel load(Path folder) {
    try (Checkpoint checkpoint = Checkpoint.open(folder)) {
      ClipConfig config = checkpoint.config();
      Weights weights = checkpoint.loadWeights();
      return new TrainableModel(config, weights, TowerLock.NONE);
    }
  }

  private static int size(Golden golden) {
    return golden.shape("pixel_values")[1];
  }

  private static ImageBatch images(Golden golden, int step) {
    int[] shape = golden.shape("pixel_values"); // [steps, B, 3, S, S]
    int perImage = 3 * shape[3] * shape[4];
    float[] all = golden.floats("pixel_values");
    int start = step * shape[1] * perImage;
    return new ImageBatch() {
      @Override
      public int size() {
        return shape[1];
      }

      @Override
      public Tensor part(int from, int count) {
        int first = start + from * perImage;
        return Tensors.of(
            Arrays.copyOfRange(all, first, first + count * perImage), count, 3, shape[3], shape[4]);
      }
    };
  }

  private static TextBatch texts(Golden golden, int step) {
    return TextBatch.unweighted(captions(golden, step), List.of());
  }

  private static List<int[]> captions(Golden golden, int step) {
    int[] shape = golden.shape("input_ids"); // [steps, B, L]
    long[] all = golden.longs("input_ids");
    return IntStream.range(0, shape[1])
        .mapToObj(
            row -> {
              int first = (step * shape[1] + row) * shape[2];
              int[] ids =
                  Arrays.stream(all, first, first + shape[2]).mapToInt(Math::toIntExact).toArray();
              int end = IntStream.range(0, ids.length).reduce(0, (a, b) -> ids[b] > ids[a] ? b : a);
              return Arrays.copyOf(ids, end + 1);
            })
        .toList();
  }
}
