package dev.jclip.train.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.checkpoint.Checkpoint;
import dev.jclip.config.ClipConfig;
import dev.jclip.data.augment.Augmentation;
import dev.jclip.data.augment.TrainTransform;
import dev.jclip.data.pair.PairSource;
import dev.jclip.data.pipeline.BatchPipeline;
import dev.jclip.data.pipeline.DataPosition;
import dev.jclip.data.pipeline.PipelineOptions;
import dev.jclip.image.PreprocessConfig;
import dev.jclip.model.Layout;
import dev.jclip.nn.Weights;
import dev.jclip.train.ColouredSquares;
import dev.jclip.train.RandomBatch;
import dev.jclip.train.TinyModels;
import dev.jclip.train.loop.TrainingPlan;
import dev.jclip.train.loss.ClipLoss;
import dev.jclip.train.model.InitialWeights;
import dev.jclip.train.model.ModelFiles;
import dev.jclip.train.model.Precision;
import dev.jclip.train.schedule.LearningRateSchedule;
import dev.jclip.train.schedule.RunLength;
import dev.jclip.train.start.Resumption;
import dev.jclip.train.start.TrainingRun;
import dev.jclip.train.step.StepOptions;
import dev.jclip.train.step.StepOptions.Activations;
import dev.jclip.train.vocabulary.Vocabulary;
import dev.jclip.train.watch.StepReport;
import dev.jclip.train.watch.TrainingListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The loop, its checkpoints and its logs with an objective that they have never heard of. */
class DistillationTest {
  private static final int BATCH = 8;
  private static final StepOptions STEP = new StepOptions(Precision.F32, 3, 2, Activations.KEPT);

  @TempDir private Path folder;
  private PairSource source;
  private ModelFiles files;

  @BeforeEach
  void writeData() throws Exception {
    source = ColouredSquares.write(Files.createDirectory(folder.resolve("data")));
    ClipConfig config = TinyModels.vit();
    files =
        new ModelFiles(
            config,
            PreprocessConfig.openAi(config.vision().imageSize()),
            Vocabulary.learn(source, 560, 0),
            Layout.OPEN_CLIP);
  }

  private Distillation distillation(StepOptions options) {
    return distillation(options, InitialWeights.draw(files.config(), new ClipLoss(), 5));
  }

  private Distillation distillation(StepOptions options, Weights student) {
    return new Distillation(
        files, student, InitialWeights.draw(files.config(), new ClipLoss(), 6), options);
  }

  private TrainingRun<Distillation.Images> run(String name, long steps, Distillation objective) {
    var length = new RunLength(steps, ColouredSquares.COUNT, BATCH, RunLength.Unit.STEPS);
    TrainingPlan plan =
        TrainingPlan.of(length, new LearningRateSchedule.Constant(2e-3, 4))
            .emaDecay(OptionalDouble.of(0.9))
            .settings(Map.of("teacher", "6"))
            .build();
    PipelineOptions pipeline =
        PipelineOptions.of(
            BATCH,
            new TrainTransform(files.config().vision().imageSize(), Augmentation.DEFAULT),
            3);
    return TrainingRun.of(
        plan,
        objective,
        position -> BatchPipeline.open(source, pipeline, position, objective::read),
        folder.resolve(name));
  }

  @Test
  void aTowerLearnsTheEmbeddingsOfAnother() throws Exception {
    var reports = new ArrayList<StepReport>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onStep(StepReport report) {
            reports.add(report);
          }
        };
    Distillation objective = distillation(STEP);
    assertThat(objective.trainedNames()).isNotEmpty().allMatch(name -> name.startsWith("visual."));
    try (TrainingRun<?> run = run("learns", 60, objective)) {
      TrainingRun.Outcome outcome = run.train(List.of(listener), Optional.empty(), () -> false);
      assertThat(outcome.finished()).isTrue();
      assertThat(outcome.lastStep()).contains(reports.getLast());
    }
    assertThat(reports).hasSize(60);
    assertThat(reports.getLast().loss()).isLessThan(0.2 * reports.getFirst().loss());
    assertThat(reports.getLast().figure(Distillation.COSINE))
        .isCloseTo(1 - reports.getLast().loss(), within(1e-12));
    assertThat(Files.readAllLines(folder.resolve("learns/log.jsonl")))
        .anyMatch(line -> line.contains("\"projectionNorm\":"))
        .noneMatch(line -> line.contains("logitScale"))
        .filteredOn(line -> line.contains("\"teacherCosine\":"))
        .hasSize(60);
    try (Checkpoint model = Checkpoint.open(folder.resolve("learns/model"))) {
      assertThat(model.config().embedDim()).isEqualTo(files.config().embedDim());
    }
  }

  @Test
  void aResumedRunHasTheBitsOfOneThatWasNotInterrupted() {
    finish(run("whole", 7, distillation(STEP)));
    finish(run("parts", 4, distillation(STEP)));
    Path saved = folder.resolve("parts/checkpoints/step-00000004");
    try (Checkpoint checkpoint = Checkpoint.open(saved)) {
      TrainingRun<Distillation.Images> rest =
          run("parts", 7, distillation(STEP, checkpoint.loadWeights()));
      rest.resume(
          Resumption.read(
              saved,
              new RunLength(7, ColouredSquares.COUNT, BATCH, RunLength.Unit.STEPS),
              Map.of("teacher", "6")));
      finish(rest);
    }
    for (String file : List.of("open_clip_model.safetensors", "optimizer.safetensors")) {
      String last = "checkpoints/step-00000007/" + file;
      assertThat(folder.resolve("parts").resolve(last))
          .hasSameBinaryContentAs(folder.resolve("whole").resolve(last));
    }
    assertThat(folder.resolve("parts/model/model.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("whole/model/model.safetensors"));
  }

  private static void finish(TrainingRun<?> run) {
    try (run) {
      assertThat(run.train(List.of(), Optional.empty(), () -> false).finished()).isTrue();
    }
  }

  /** However a batch is cut, its gradient is that of the mean over all of it. */
  @ParameterizedTest
  @CsvSource({"3, 2", "1, 3", "5, 1", "13, 2"})
  void partsAddUpToTheGradientOfTheBatch(int partSize, int workers) {
    RandomBatch batch = RandomBatch.of(files.config(), 13, 2);
    var images = new Distillation.Images(batch, DataPosition.START);
    Map<String, double[]> whole =
        gradients(new StepOptions(Precision.F32, 13, 1, Activations.KEPT), images);
    Map<String, double[]> parts =
        gradients(new StepOptions(Precision.F32, partSize, workers, Activations.KEPT), images);
    whole.forEach(
        (name, expected) ->
            assertThat(Objects.requireNonNull(parts.get(name)))
                .as(name)
                .containsExactly(expected, within(1e-6)));
  }

  private Map<String, double[]> gradients(StepOptions options, Distillation.Images images) {
    try (Distillation objective = distillation(options)) {
      var gradients = new LinkedHashMap<String, double[]>();
      gradients.put("loss", new double[] {objective.backward(images, 0).loss()});
      objective
          .weights()
          .trained()
          .forEach((name, tensor) -> gradients.put(name, TinyModels.doubles(tensor.grad())));
      return gradients;
    }
  }

  @Test
  void frozenWeightsAreRoundedOnceAndHaveNoGradients() {
    RandomBatch batch = RandomBatch.of(files.config(), 6, 2);
    var images = new Distillation.Images(batch, DataPosition.START);
    double exact;
    try (Distillation objective = distillation(STEP)) {
      exact = objective.backward(images, 0).loss();
    }
    var rounded = new StepOptions(Precision.BF16, 3, 2, Activations.KEPT);
    try (Distillation objective = distillation(rounded)) {
      double loss = objective.backward(images, 0).loss();
      assertThat(loss).isNotEqualTo(exact).isCloseTo(exact, within(0.02));
      assertThat(objective.backward(images, 1).loss()).isEqualTo(loss);
      assertThat(
              TinyModels.tensor(objective.weights().all().tensors(), "text_projection")
                  .grad()
                  .defined())
          .isFalse();
    }
  }
}
