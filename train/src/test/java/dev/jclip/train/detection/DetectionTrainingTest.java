package dev.jclip.train.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.checkpoint.Checkpoint;
import dev.jclip.checkpoint.DetectorCheckpoint;
import dev.jclip.config.ClipConfig;
import dev.jclip.config.Precision;
import dev.jclip.data.detection.NamedBox;
import dev.jclip.detect.Box;
import dev.jclip.error.CheckpointException;
import dev.jclip.model.detector.DetectorConfig.Tower;
import dev.jclip.model.inference.ObjectEncoder;
import dev.jclip.model.owl.ObjectCells;
import dev.jclip.model.precision.PrecisionChoice;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import dev.jclip.train.image.Normalization;
import dev.jclip.train.loop.Trainer;
import dev.jclip.train.loop.TrainingPlan;
import dev.jclip.train.schedule.LearningRateSchedule;
import dev.jclip.train.schedule.RunLength;
import dev.jclip.train.step.StepOptions;
import dev.jclip.train.step.StepOptions.Activations;
import dev.jclip.train.vocabulary.Vocabulary;
import dev.jclip.train.watch.StepReport;
import dev.jclip.train.watch.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Detectors beside small models, trained until they know six images by heart. */
class DetectionTrainingTest {
  private static final int BATCH = 6;

  @TempDir private Path folder;

  enum Kind {
    VIT_SHARED(32, 200),
    RESNET_OWN(64, 300);

    final int side;

    /** In which six images are known by heart. */
    final int steps;

    Kind(int side, int steps) {
      this.side = side;
      this.steps = steps;
    }
  }

  private ClipConfig clip(Kind kind) {
    return kind == Kind.VIT_SHARED ? TinyDetectors.vit() : TinyDetectors.resNet();
  }

  private static Tower tower(Kind kind) {
    return kind == Kind.VIT_SHARED ? Tower.SHARED : Tower.OWN;
  }

  private static TrainingPlan plan(long steps) {
    return TrainingPlan.of(
            new RunLength(steps, 100 * BATCH, BATCH, RunLength.Unit.STEPS),
            new LearningRateSchedule.Constant(2e-3, 10))
        .checkpoints(3, 9)
        .evaluateEvery(1000)
        .build();
  }

  private static DetectionOptions options() {
    return new DetectionOptions(
        LossWeights.DEFORMABLE_DETR,
        new StepOptions(dev.jclip.train.model.Precision.F32, 3, 2, Activations.KEPT),
        true);
  }

  /** Trains; the losses of the steps. */
  private static List<Double> train(
      DetectorStart start, long steps, Path run, Optional<Path> checkpoint) {
    int side = start.config().imageSize();
    var losses = new ArrayList<Double>();
    var objective = new DetectionObjective(start, options());
    try (var normalization = new Normalization(start.preprocessing());
        var trainer = new Trainer<>(plan(steps), objective, run)) {
      checkpoint.ifPresent(trainer::resume);
      trainer.run(
          () -> TinyDetectors.batch(normalization, trainer.progress().step(), side),
          new TrainingListener() {
            @Override
            public void onStep(StepReport report) {
              losses.add(report.loss());
            }
          },
          Optional.empty(),
          () -> false);
    }
    return losses;
  }

  @ParameterizedTest
  @EnumSource
  @Tag("slow")
  void findsWhatItHasLearned(Kind kind) {
    Path model = folder.resolve("clip");
    Vocabulary vocabulary = TinyDetectors.write(model, clip(kind));
    DetectorStart start =
        TinyDetectors.start(model, vocabulary.tokenizer(), tower(kind), kind.side);
    List<Double> losses = train(start, kind.steps, folder.resolve("run"), Optional.empty());
    assertThat(losses.getLast()).as("%s", losses).isLessThan(losses.getFirst() / 5);
    assertFound(folder.resolve("run/model"), vocabulary);
  }

  /** Of each query in each image the best box, which is around the square where there is one. */
  private static void assertFound(Path model, Vocabulary vocabulary) {
    DetectorCheckpoint checkpoint = DetectorCheckpoint.open(model);
    try (var normalization = new Normalization(checkpoint.preprocessing());
        var detector =
            new ObjectEncoder(
                checkpoint.config(),
                checkpoint.weightSource(),
                new PrecisionChoice.Fixed(Precision.F32),
                "cpu")) {
      DetectionBatch batch = TinyDetectors.batch(normalization, 0, checkpoint.config().imageSize());
      List<float[]> queries =
          detector.encodeTexts(
              TinyDetectors.QUERIES.stream()
                  .map(text -> vocabulary.tokenizer().tokenize(text, 12).ids())
                  .map(ids -> Arrays.stream(ids).asLongStream().toArray())
                  .toArray(long[][]::new));
      for (int image = 0; image < batch.size(); image++) {
        ImageTargets targets = batch.targets().get(image);
        ObjectCells cells = detector.encodeImages(List.of(pixels(batch, image))).getFirst();
        float[][] logits = detector.logits(cells, queries);
        for (int query = 0; query < queries.size(); query++) {
          int best = best(logits, query);
          Optional<NamedBox> wanted = answer(targets, query);
          assertThat(logits[best][query] > 0)
              .as("image %d, query %d", image, query)
              .isEqualTo(wanted.isPresent());
          if (wanted.isPresent()) {
            float[] box = cells.boxes()[best];
            assertThat(
                    Box.around(box[0], box[1], box[2], box[3])
                        .intersectionOverUnion(wanted.get().box()))
                .isGreaterThan(0.6);
          }
        }
      }
    }
  }

  private static float[] pixels(DetectionBatch batch, int image) {
    try (TensorScope _ = TensorScope.inference()) {
      return Tensors.floats(batch.images().part(image, 1));
    }
  }

  private static int best(float[][] logits, int query) {
    int best = 0;
    for (int cell = 0; cell < logits.length; cell++) {
      best = logits[cell][query] > logits[best][query] ? cell : best;
    }
    return best;
  }

  private static Optional<NamedBox> answer(ImageTargets targets, int query) {
    return targets.objects().stream()
        .filter(object -> object.phrases().contains(targets.queries().get(query)))
        .findFirst();
  }

  @ParameterizedTest
  @EnumSource
  void goesOnWithTheSameBits(Kind kind) {
    Path model = folder.resolve("clip");
    Vocabulary vocabulary = TinyDetectors.write(model, clip(kind));
    train(
        TinyDetectors.start(model, vocabulary.tokenizer(), tower(kind), kind.side),
        6,
        folder.resolve("whole"),
        Optional.empty());
    Path half = folder.resolve("whole/checkpoints/step-00000003");
    train(
        DetectorStart.load(model, half, vocabulary.tokenizer()),
        6,
        folder.resolve("resumed"),
        Optional.of(half));
    for (String file : List.of("object_detector.safetensors", "optimizer.safetensors")) {
      assertThat(folder.resolve("resumed/checkpoints/step-00000006").resolve(file))
          .hasSameBinaryContentAs(folder.resolve("whole/checkpoints/step-00000006").resolve(file));
    }
  }

  @ParameterizedTest
  @EnumSource
  void leavesTheModelAsItIs(Kind kind) throws IOException {
    Path model = folder.resolve("clip");
    Vocabulary vocabulary = TinyDetectors.write(model, clip(kind));
    train(
        TinyDetectors.start(model, vocabulary.tokenizer(), tower(kind), kind.side),
        1,
        folder.resolve("run"),
        Optional.empty());
    try (Stream<Path> files = Files.list(model)) {
      for (Path file : files.toList()) {
        assertThat(folder.resolve("run/model").resolve(file.getFileName().toString()))
            .hasSameBinaryContentAs(file);
      }
    }
    try (Checkpoint checkpoint = Checkpoint.open(folder.resolve("run/model"))) {
      assertThat(checkpoint.config().vision().imageSize())
          .isEqualTo(clip(kind).vision().imageSize());
    }
  }

  @Test
  void refusesAFileAndADetectorOfOtherTowers() throws IOException {
    Path model = folder.resolve("clip");
    Vocabulary vocabulary = TinyDetectors.write(model, TinyDetectors.resNet());
    Path file = model.resolve("open_clip_model.safetensors");
    assertThatThrownBy(() -> TinyDetectors.start(file, vocabulary.tokenizer(), Tower.OWN, 32))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("expected the folder of a CLIP model")
        .hasMessageContaining("jclip export");
    train(
        TinyDetectors.start(model, vocabulary.tokenizer(), Tower.OWN, 32),
        1,
        folder.resolve("run"),
        Optional.empty());
    Path other = folder.resolve("other");
    TinyDetectors.write(other, TinyDetectors.vit());
    for (String name : List.of("object_detector.json", "object_detector.safetensors")) {
      Files.copy(folder.resolve("run/model").resolve(name), other.resolve(name));
    }
    assertThatThrownBy(() -> DetectorStart.load(model, other, vocabulary.tokenizer()))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("object_detector.safetensors")
        .hasMessageContaining("the tensors do not fit the architecture");
  }
}
