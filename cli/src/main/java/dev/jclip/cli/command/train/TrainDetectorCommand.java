package dev.jclip.cli.command.train;

import dev.jclip.cli.option.OutputOptions;
import dev.jclip.cli.output.Answers;
import dev.jclip.data.augment.TrainTransform;
import dev.jclip.data.augment.TrainTransform.Shown;
import dev.jclip.data.detection.DetectionSet;
import dev.jclip.data.detection.ImageObjects;
import dev.jclip.data.pipeline.BatchPipeline;
import dev.jclip.data.pipeline.ExampleTransform;
import dev.jclip.data.pipeline.ExampleTransform.Transformed;
import dev.jclip.data.pipeline.PipelineOptions;
import dev.jclip.error.DataException;
import dev.jclip.train.detection.DetectionBatch;
import dev.jclip.train.detection.DetectionObjective;
import dev.jclip.train.detection.DetectionOptions;
import dev.jclip.train.detection.DetectorStart;
import dev.jclip.train.loop.TrainingPlan;
import dev.jclip.train.schedule.LearningRateSchedule;
import dev.jclip.train.schedule.RunLength;
import dev.jclip.train.start.Resumption;
import dev.jclip.train.start.RunSetting;
import dev.jclip.train.start.TrainingRun;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Training of a detector beside a CLIP model. */
@Command(
    name = "train-detector",
    description =
        "Trains a detector beside a CLIP model on images with boxes, so that what its texts name is found in images; option names are those of jclip train.",
    mixinStandardHelpOptions = true)
public final class TrainDetectorCommand implements Callable<Integer> {
  @Spec private CommandSpec command;
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private DetectionDataOptions data = new DetectionDataOptions();
  @Mixin private DetectorStartOptions start = new DetectorStartOptions();
  @Mixin private OptimizationOptions optimization = new OptimizationOptions();
  @Mixin private DetectionComputeOptions compute = new DetectionComputeOptions();
  @Mixin private RunFolderOptions run = new RunFolderOptions();

  @Override
  public Integer call() {
    Optional<Path> checkpoint = run.resumed();
    checkpoint.ifPresent(console()::takeStoredSettings);
    requireData();
    compute.setThreads();
    DetectionOptions options = compute.options();
    DetectionSet set = data.open();
    RunLength length = length(set);
    LearningRateSchedule schedule = optimization.schedule(length);
    Map<String, String> settings = settings(length, schedule);
    Optional<Resumption> resumption =
        checkpoint.map(from -> console().resumption(Resumption.read(from, length, settings), true));
    DetectorStart from =
        checkpoint
            .map(path -> start.resumed(path, output))
            .orElseGet(() -> start.begin(compute.seed(), output));
    var answers = new Answers(command, output);
    TrainingPlan plan = plan(from, length, schedule, settings);
    try (TrainingRun<DetectionBatch> training = training(set, from, options, plan, answers)) {
      resumption.ifPresent(training::resume);
      RunSettings.of(command.commandLine().getParseResult()).writeTo(run.folder());
      resumption.ifPresentOrElse(
          before -> console().sayRest(training, before.saved()),
          () -> console().sayPlan(plan, optimization.warmupReason()));
      return console().train(training, Optional.empty(), answers);
    }
  }

  private RunConsole console() {
    return new RunConsole(command, output, run, "images");
  }

  private void requireData() {
    if (!data.isGiven()) {
      throw new MissingParameterException(
          command.commandLine(),
          command.findOption("--train-data"),
          "Missing required option: '--train-data=DATA'");
    }
  }

  private RunLength length(DetectionSet set) {
    int batch = optimization.wholeBatch();
    if (set.numImages() < batch) {
      throw new DataException(
          "%s: expected images for one batch of %d or more, found %d; take a smaller --batch-size"
              .formatted(set.name(), batch, set.numImages()));
    }
    return optimization.length(set.numImages());
  }

  private TrainingRun<DetectionBatch> training(
      DetectionSet set,
      DetectorStart from,
      DetectionOptions options,
      TrainingPlan plan,
      Answers answers) {
    var objective = new DetectionObjective(from, options);
    var transform = new TrainTransform(from.config().imageSize(), data.augmentation());
    PipelineOptions pipeline =
        PipelineOptions.of(plan.length().batchSize(), transform, compute.seed())
            .withThreads(data.workers(), 2)
            .withFaults((key, reason) -> answers.skip("image", key, reason));
    return TrainingRun.of(
        plan,
        objective,
        position ->
            BatchPipeline.open(
                set,
                withBoxes(transform),
                pipeline,
                position,
                objective.reader(data.draw(set), compute.seed())),
        run.folder());
  }

  /** The boxes follow what is done with the images. */
  private static ExampleTransform<ImageObjects> withBoxes(TrainTransform transform) {
    return (image, objects, random) -> {
      Shown shown = transform.show(image, random);
      return new Transformed<>(
          shown.image(), objects.seenIn(shown.view(), image.width(), image.height()));
    };
  }

  private TrainingPlan plan(
      DetectorStart from,
      RunLength length,
      LearningRateSchedule schedule,
      Map<String, String> settings) {
    long stepsPerEpoch = length.stepsPerEpoch();
    return TrainingPlan.of(length, schedule)
        .optimizer(optimization.optimizer(from.config().towers()))
        .emaDecay(optimization.emaDecay())
        .checkpoints(run.checkpointEvery(stepsPerEpoch), run.kept())
        .evaluateEvery(run.evaluateEvery(stepsPerEpoch))
        .settings(settings)
        .build();
  }

  private Map<String, String> settings(RunLength length, LearningRateSchedule schedule) {
    return RunSetting.labelled(
        Map.of(
            RunSetting.DATA,
            data.description(),
            RunSetting.CAPTIONS,
            data.asked(),
            RunSetting.AUGMENTATION,
            data.augmentation().toString(),
            RunSetting.PAIRS,
            String.valueOf(length.pairsPerEpoch()),
            RunSetting.BATCH,
            String.valueOf(length.batchSize()),
            RunSetting.SEED,
            String.valueOf(compute.seed()),
            RunSetting.SCHEDULE,
            schedule.toString(),
            RunSetting.COMPUTE,
            compute.description() + ", " + start.description()));
  }
}
