package dev.jclip.train.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.checkpoint.Checkpoint;
import dev.jclip.config.ClipConfig;
import dev.jclip.data.pipeline.DataPosition;
import dev.jclip.data.pipeline.TrainingBatch;
import dev.jclip.error.CheckpointException;
import dev.jclip.error.TrainingException;
import dev.jclip.image.PreprocessConfig;
import dev.jclip.model.Layout;
import dev.jclip.nn.Weights;
import dev.jclip.tensor.TensorScope;
import dev.jclip.testkit.ResidentMemory;
import dev.jclip.tokenizer.BpeTrainer;
import dev.jclip.train.TinyModels;
import dev.jclip.train.checkpoint.RunProgress;
import dev.jclip.train.contrastive.ContrastiveFigures;
import dev.jclip.train.contrastive.ContrastiveObjective;
import dev.jclip.train.contrastive.ContrastiveOptions;
import dev.jclip.train.contrastive.HardNegatives;
import dev.jclip.train.contrastive.PairBatch;
import dev.jclip.train.loss.ClipLoss;
import dev.jclip.train.loss.ContrastiveLoss;
import dev.jclip.train.loss.SampledSoftmaxLoss;
import dev.jclip.train.model.InitialWeights;
import dev.jclip.train.model.ModelFiles;
import dev.jclip.train.model.Precision;
import dev.jclip.train.model.TowerLock;
import dev.jclip.train.model.TrainableModel;
import dev.jclip.train.optimizer.OptimizerOptions;
import dev.jclip.train.schedule.LearningRateSchedule;
import dev.jclip.train.schedule.RunLength;
import dev.jclip.train.schedule.RunLength.Unit;
import dev.jclip.train.step.StepOptions;
import dev.jclip.train.step.StepOptions.Activations;
import dev.jclip.train.vocabulary.Vocabulary;
import dev.jclip.train.watch.CommonKind;
import dev.jclip.train.watch.Diagnosis;
import dev.jclip.train.watch.EvaluationReport;
import dev.jclip.train.watch.StepReport;
import dev.jclip.train.watch.TrainingListener;
import dev.jclip.weights.StateDict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
  private static final int SIDE = 16;
  private static final int BATCH = 6;

  @TempDir private Path folder;

  private static final StepOptions STEP = new StepOptions(Precision.F32, 4, 2, Activations.KEPT);

  private static TrainingPlan plan(long steps, OptionalDouble emaDecay) {
    return TrainingPlan.of(
            new RunLength(steps, 100 * BATCH, BATCH, Unit.STEPS),
            new LearningRateSchedule.Constant(1e-3, 2))
        .emaDecay(emaDecay)
        .checkpoints(1000, 2)
        .evaluateEvery(5)
        .settings(Map.of("rate", "1e-3"))
        .build();
  }

  /** Of 30 pairs an epoch, with a rate that falls. */
  private static TrainingPlan planOf(int epochs, int batchSize) {
    var length = new RunLength((long) epochs * (30 / batchSize), 30, batchSize, Unit.EPOCHS);
    return TrainingPlan.of(length, new LearningRateSchedule.Cosine(1e-3, 0, length.steps()))
        .checkpoints(1000, 2)
        .evaluateEvery(5)
        .settings(Map.of("batch", String.valueOf(batchSize)))
        .build();
  }

  private static Vocabulary vocabulary() {
    var trainer = new BpeTrainer(600);
    for (int i = 0; i < 97; i++) {
      trainer.add("thing " + i);
    }
    return Vocabulary.of(trainer.train());
  }

  private static ClipConfig config(Vocabulary vocabulary) {
    int size = vocabulary.tokenizer().vocabSize();
    return TinyModels.read(
        """
        {"embed_dim": 24,
         "vision_cfg": {"image_size": 16, "layers": 2, "width": 32, "patch_size": 4, "head_width": 16},
         "text_cfg": {"context_length": 12, "vocab_size": %d, "width": 32, "heads": 2, "layers": 2}}
        """
            .formatted(size));
  }

  private Run trainer(TrainingPlan plan) {
    return trainer(plan, new ClipLoss(), HardNegatives.NONE);
  }

  private Run trainer(TrainingPlan plan, ContrastiveLoss loss, HardNegatives negatives) {
    Vocabulary vocabulary = vocabulary();
    ClipConfig config = config(vocabulary);
    Weights weights = InitialWeights.draw(config, new ClipLoss(), 3);
    return trainer(plan, loss, negatives, vocabulary, config, weights);
  }

  private Run trainer(
      TrainingPlan plan, Vocabulary vocabulary, ClipConfig config, Weights weights) {
    return trainer(plan, new ClipLoss(), HardNegatives.NONE, vocabulary, config, weights);
  }

  private Run trainer(
      TrainingPlan plan,
      ContrastiveLoss loss,
      HardNegatives negatives,
      Vocabulary vocabulary,
      ClipConfig config,
      Weights weights) {
    var objective =
        new ContrastiveObjective(
            new TrainableModel(config, weights, TowerLock.NONE),
            new ModelFiles(config, PreprocessConfig.openAi(SIDE), vocabulary, Layout.OPEN_CLIP),
            ContrastiveOptions.of(loss, STEP).withNegatives(negatives));
    return new Run(new Trainer<>(plan, objective, folder), objective.reader());
  }

  /** A trainer, and what makes batches ready for it. */
  private record Run(Trainer<PairBatch> trainer, Function<TrainingBatch, PairBatch> reader)
      implements AutoCloseable {
    boolean run(
        Supplier<TrainingBatch> batches,
        TrainingListener listener,
        Optional<Evaluator> evaluator,
        BooleanSupplier interrupted) {
      return trainer.run(() -> reader.apply(batches.get()), listener, evaluator, interrupted);
    }

    void resume(Path saved) {
      trainer.resume(saved);
    }

    RunProgress progress() {
      return trainer.progress();
    }

    @Override
    public void close() {
      trainer.close();
    }
  }

  /** Remembers what it is told. */
  private static final class Told implements TrainingListener {
    final List<StepReport> steps = new ArrayList<>();
    final List<EvaluationReport> evaluations = new ArrayList<>();
    final List<Diagnosis> diagnoses = new ArrayList<>();
    final List<Path> checkpoints = new ArrayList<>();

    @Override
    public void onStep(StepReport report) {
      steps.add(report);
    }

    @Override
    public void onEvaluation(EvaluationReport report) {
      evaluations.add(report);
    }

    @Override
    public void onDiagnosis(Diagnosis diagnosis) {
      diagnoses.add(diagnosis);
    }

    @Override
    public void onCheckpoint(long step, Path checkpoint) {
      checkpoints.add(checkpoint);
    }
  }

  private static RandomBatches batches(Run trainer) {
    return new RandomBatches(BATCH, SIDE, trainer.progress().data());
  }

  @Test
  void reportsEachStepAndEvaluatesTheAverage() {
    var told = new Told();
    try (Run trainer = trainer(plan(7, OptionalDouble.of(0.5)))) {
      Evaluator counts =
          model -> {
            try (Checkpoint opened = Checkpoint.open(model)) {
              return Map.of("dim", (double) opened.config().embedDim());
            }
          };
      assertThat(trainer.run(batches(trainer), told, Optional.of(counts), () -> false)).isTrue();
    }
    assertThat(told.steps).extracting(StepReport::step).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
    StepReport last = told.steps.getLast();
    assertThat(last.samplesSeen()).isEqualTo(42);
    assertThat(last.epoch()).isEqualTo(0.07);
    assertThat(last.batchSize()).isEqualTo(BATCH);
    assertThat(last.learningRate()).isEqualTo(1e-3);
    assertThat(told.steps.getFirst().learningRate()).isEqualTo(5e-4);
    assertThat(last.loss()).isBetween(0.5, 4.0);
    assertThat(last.gradientNorm()).isPositive();
    assertThat(told.evaluations).extracting(EvaluationReport::step).containsExactly(5L, 7L);
    assertThat(told.checkpoints).hasSize(1);
    try (Checkpoint weights = Checkpoint.open(told.checkpoints.getFirst());
        Checkpoint average = Checkpoint.open(folder.resolve("model/open_clip_model.safetensors"));
        Weights raw = weights.loadWeights();
        Weights mean = average.loadWeights()) {
      assertThat(TinyModels.doubles(TinyModels.tensor(mean.tensors(), "visual.proj")))
          .isNotEqualTo(TinyModels.doubles(TinyModels.tensor(raw.tensors(), "visual.proj")));
    }
  }

  @Test
  void theLogitScaleIsBroughtBackAfterEachStep() {
    Vocabulary vocabulary = vocabulary();
    ClipConfig config = config(vocabulary);
    Weights weights = InitialWeights.draw(config, new ClipLoss(), 3);
    try (TensorScope _ = TensorScope.inference()) {
      TinyModels.tensor(weights.tensors(), "logit_scale").fill_(new Scalar(Math.log(150)));
    }
    var told = new Told();
    try (Run trainer = trainer(plan(2, OptionalDouble.empty()), vocabulary, config, weights)) {
      trainer.run(batches(trainer), told, Optional.empty(), () -> false);
    }
    assertThat(told.steps)
        .extracting(step -> step.figure(ContrastiveFigures.LOGIT_SCALE))
        .allSatisfy(scale -> assertThat(scale).isBetween(99.0, 100.001));
  }

  /**
   * After the first step the average has moved by 1 - 2 / 11 of the way, after the second 3 / 12.
   */
  @Test
  void theAverageCountsTheStepsThatWereTaken() {
    double[] expected = projection(InitialWeights.draw(config(vocabulary()), new ClipLoss(), 3));
    for (int steps = 1; steps <= 2; steps++) {
      var told = new Told();
      try (Run trainer = trainer(plan(steps, OptionalDouble.of(0.9)))) {
        trainer.run(batches(trainer), told, Optional.empty(), () -> false);
      }
      double decay = (1.0 + steps) / (10.0 + steps);
      double[] weights = projection(told.checkpoints.getLast());
      for (int i = 0; i < expected.length; i++) {
        expected[i] += (1 - decay) * (weights[i] - expected[i]);
      }
      assertThat(projection(folder.resolve("model/open_clip_model.safetensors")))
          .containsExactly(expected, within(1e-6));
    }
  }

  private static double[] projection(Path model) {
    try (Checkpoint checkpoint = Checkpoint.open(model)) {
      return projection(checkpoint.loadWeights());
    }
  }

  private static double[] projection(Weights weights) {
    try (weights) {
      return TinyModels.doubles(TinyModels.tensor(weights.tensors(), "visual.proj"));
    }
  }

  /** A long gradient is shortened to its norm before AdamW sees it: the moment shows it. */
  @Test
  void gradientsAreShortenedByTheNormOfAllOfThem() {
    double norm = 0.05;
    var told = new Told();
    TrainingPlan plan =
        TrainingPlan.of(
                new RunLength(1, 100 * BATCH, BATCH, Unit.STEPS),
                new LearningRateSchedule.Constant(1e-3, 0))
            .optimizer(new OptimizerOptions(0.9, 0.98, 1e-6, 0.2, OptionalDouble.of(norm)))
            .build();
    try (Run trainer = trainer(plan)) {
      trainer.run(batches(trainer), told, Optional.empty(), () -> false);
    }
    assertThat(told.steps.getFirst().gradientNorm()).isGreaterThan(10 * norm);
    double sum = 0;
    try (StateDict moments =
        StateDict.open(told.checkpoints.getLast().resolve("optimizer.safetensors"))) {
      for (String name : moments.names()) {
        if (name.startsWith("mean_gradient.")) {
          for (float mean : moments.get(name).floats()) {
            sum += (double) mean * mean;
          }
        }
      }
    }
    assertThat(Math.sqrt(sum)).isCloseTo((1 - 0.9) * norm, within(1e-5 * norm));
  }

  @Test
  void anInterruptedRunIsWrittenAndGoesOn() {
    var steps = new AtomicInteger();
    Path saved;
    try (Run trainer = trainer(plan(9, OptionalDouble.empty()))) {
      var told = new Told();
      assertThat(
              trainer.run(
                  batches(trainer), told, Optional.empty(), () -> steps.getAndIncrement() == 4))
          .isFalse();
      saved = told.checkpoints.getFirst();
    }
    assertThat(saved).endsWithRaw(Path.of("step-00000004"));
    try (Checkpoint checkpoint = Checkpoint.open(saved);
        Run trainer =
            trainer(
                plan(9, OptionalDouble.empty()),
                vocabulary(),
                checkpoint.config(),
                checkpoint.loadWeights())) {
      trainer.resume(saved);
      assertThat(trainer.progress().step()).isEqualTo(4);
      assertThat(trainer.progress().data()).isEqualTo(new DataPosition(0, 4 * BATCH));
      var told = new Told();
      assertThat(trainer.run(batches(trainer), told, Optional.empty(), () -> false)).isTrue();
      assertThat(told.steps).hasSize(5);
    }
  }

  private Told resumed(TrainingPlan plan, Path saved) {
    var told = new Told();
    try (Checkpoint checkpoint = Checkpoint.open(saved);
        Run trainer = trainer(plan, vocabulary(), checkpoint.config(), checkpoint.loadWeights())) {
      trainer.resume(saved);
      var batches = new RandomBatches(plan.length().batchSize(), SIDE, trainer.progress().data());
      assertThat(trainer.run(batches, told, Optional.empty(), () -> false)).isTrue();
    }
    return told;
  }

  @Test
  void batchesOfAnotherSizeGoOnFromThePairsThatWereSeen() throws Exception {
    var told = new Told();
    TrainingPlan plan = planOf(2, BATCH);
    try (Run trainer = trainer(plan)) {
      trainer.run(batches(trainer), told, Optional.empty(), () -> false);
    }
    Path saved = told.checkpoints.getLast();
    assertThat(told.steps).hasSize(10);

    Told larger = resumed(planOf(4, 15), saved);
    assertThat(larger.steps).extracting(StepReport::step).containsExactly(11L, 12L, 13L, 14L);
    assertThat(larger.steps)
        .extracting(StepReport::samplesSeen)
        .containsExactly(75L, 90L, 105L, 120L);
    assertThat(larger.steps).extracting(StepReport::epoch).containsExactly(2.5, 3.0, 3.5, 4.0);
    var whole = new LearningRateSchedule.Cosine(1e-3, 0, 8);
    assertThat(larger.steps)
        .extracting(StepReport::learningRate)
        .containsExactly(whole.at(4), whole.at(5), whole.at(6), whole.at(7));

    Told same = resumed(planOf(4, 15), larger.checkpoints.getLast());
    assertThat(same.steps).isEmpty();
    assertThat(resumed(planOf(1, BATCH), saved).steps).isEmpty();
  }

  /** What versions wrote that counted steps only. */
  @Test
  void aCheckpointOfTheFirstVersionGoesOnFromItsBatches() throws Exception {
    var told = new Told();
    try (Run trainer = trainer(planOf(2, BATCH))) {
      trainer.run(batches(trainer), told, Optional.empty(), () -> false);
    }
    Path saved = told.checkpoints.getLast();
    Files.writeString(
        saved.resolve("training.json"),
        """
        {"step": 10, "pass": 0, "entries": 60,
         "settings": {"batch": "6", "data": "pairs.csv null null []"}}
        """);
    RunProgress first = RunProgress.read(saved, planOf(4, 15).length());
    assertThat(first.samples()).isEqualTo(60);
    assertThat(first.epochs()).isEqualTo(2);
    assertThat(first.settings()).containsEntry("data", "pairs.csv");
    assertThat(resumed(planOf(4, 15), saved).steps)
        .extracting(StepReport::epoch)
        .containsExactly(2.5, 3.0, 3.5, 4.0);
    assertThat(resumed(planOf(3, BATCH), saved).steps)
        .extracting(StepReport::samplesSeen)
        .containsExactly(66L, 72L, 78L, 84L, 90L);
  }

  @Test
  void aCheckpointOfALaterVersionIsRefused() throws Exception {
    Files.writeString(folder.resolve("training.json"), "{\"version\": 3, \"step\": 10}");
    assertThatThrownBy(() -> RunProgress.read(folder, planOf(1, BATCH).length()))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("version: expected 2 or less, found 3");
  }

  @Test
  void wrongCaptionsMakeThePicturesChoiceHarder() {
    HardNegatives others = caption -> Optional.of("no " + caption);
    var without = new Told();
    var with = new Told();
    try (Run trainer = trainer(plan(1, OptionalDouble.empty()))) {
      trainer.run(batches(trainer), without, Optional.empty(), () -> false);
    }
    try (Run trainer = trainer(plan(1, OptionalDouble.empty()), new ClipLoss(), others)) {
      trainer.run(batches(trainer), with, Optional.empty(), () -> false);
    }
    assertThat(with.steps.getFirst().loss()).isGreaterThan(without.steps.getFirst().loss() + 0.1);
    assertThat(with.steps.getFirst().batchSize()).isEqualTo(BATCH);
  }

  @Test
  void aResumedRunWeighsCaptionsByAllThatItSaw() {
    TrainingPlan plan = plan(20, OptionalDouble.empty());
    var whole = new Told();
    try (Run trainer = trainer(plan, new SampledSoftmaxLoss(), HardNegatives.NONE)) {
      trainer.run(batches(trainer), whole, Optional.empty(), () -> false);
    }
    var parts = new Told();
    try (Run trainer = trainer(plan, new SampledSoftmaxLoss(), HardNegatives.NONE)) {
      trainer.run(batches(trainer), parts, Optional.empty(), () -> parts.steps.size() == 17);
    }
    Path saved = parts.checkpoints.getFirst();
    try (Checkpoint checkpoint = Checkpoint.open(saved);
        Run trainer =
            trainer(
                plan,
                new SampledSoftmaxLoss(),
                HardNegatives.NONE,
                vocabulary(),
                checkpoint.config(),
                checkpoint.loadWeights())) {
      trainer.resume(saved);
      trainer.run(batches(trainer), parts, Optional.empty(), () -> false);
    }
    assertThat(parts.steps)
        .extracting(StepReport::loss)
        .isEqualTo(whole.steps.stream().map(StepReport::loss).toList());
  }

  @Test
  void aRunThatEndedBeforeItsModelWasWrittenWritesIt() throws Exception {
    Path saved;
    try (Run trainer = trainer(plan(3, OptionalDouble.empty()))) {
      var told = new Told();
      Evaluator ends =
          _ -> {
            throw new IllegalStateException("killed");
          };
      assertThatThrownBy(() -> trainer.run(batches(trainer), told, Optional.of(ends), () -> false))
          .hasMessage("killed");
      saved = told.checkpoints.getFirst();
    }
    Files.delete(folder.resolve("model/model.safetensors"));
    try (Checkpoint checkpoint = Checkpoint.open(saved);
        Run trainer =
            trainer(
                plan(3, OptionalDouble.empty()),
                vocabulary(),
                checkpoint.config(),
                checkpoint.loadWeights())) {
      trainer.resume(saved);
      var told = new Told();
      assertThat(trainer.run(batches(trainer), told, Optional.empty(), () -> false)).isTrue();
      assertThat(told.steps).isEmpty();
    }
    assertThat(folder.resolve("model/model.safetensors")).exists();
  }

  @Test
  void aRunBegunOtherwiseDoesNotGoOn() {
    Path saved;
    try (Run trainer = trainer(plan(1, OptionalDouble.empty()))) {
      var told = new Told();
      trainer.run(batches(trainer), told, Optional.empty(), () -> false);
      saved = told.checkpoints.getFirst();
    }
    try (Run trainer = trainer(plan(2, OptionalDouble.of(0.9)))) {
      assertThatThrownBy(() -> trainer.resume(saved))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("average.")
          .hasMessageContaining(
              "found no such tensor; was the run begun with other weights locked");
    }
  }

  @Test
  void aLossThatIsNoNumberEndsTheRunBeforeTheWeightsChange() {
    Vocabulary vocabulary = vocabulary();
    ClipConfig config = config(vocabulary);
    Weights weights = InitialWeights.draw(config, new ClipLoss(), 3);
    try (Run trainer = trainer(plan(9, OptionalDouble.empty()), vocabulary, config, weights)) {
      double[] before = TinyModels.doubles(TinyModels.tensor(weights.tensors(), "text_projection"));
      try (TensorScope _ = TensorScope.inference()) {
        TinyModels.tensor(weights.tensors(), "visual.proj").fill_(new Scalar(Double.NaN));
      }
      var told = new Told();
      assertThatThrownBy(() -> trainer.run(batches(trainer), told, Optional.empty(), () -> false))
          .isInstanceOf(TrainingException.class)
          .hasMessageStartingWith("step 1: ")
          .hasMessageEndingWith("there is no checkpoint yet");
      assertThat(told.diagnoses).extracting(Diagnosis::kind).containsExactly(CommonKind.NOT_FINITE);
      assertThat(TinyModels.doubles(TinyModels.tensor(weights.tensors(), "text_projection")))
          .isEqualTo(before);
    }
  }

  /** 3,000 steps and more are measured by {@code -Djclip.train.steps=3000}. */
  @Test
  void memoryIsFlat() {
    int steps = Integer.getInteger("jclip.train.steps", 400);
    int settled = steps / 2;
    var resident = new ArrayList<Long>();
    TrainingListener measures =
        new TrainingListener() {
          @Override
          public void onStep(StepReport report) {
            if (report.step() == settled || report.step() == steps) {
              System.gc();
              resident.add(ResidentMemory.bytes());
            }
          }
        };
    try (Run trainer = trainer(plan(steps, OptionalDouble.of(0.99)))) {
      Supplier<TrainingBatch> batches = batches(trainer);
      trainer.run(batches, measures, Optional.empty(), () -> false);
    }
    long grown = resident.get(1) - resident.get(0);
    System.out.printf(
        "resident memory grew %.1f MB from step %d to %d%n", grown / 1e6, settled, steps);
    assertThat(grown).isLessThan(30_000_000);
  }
}
