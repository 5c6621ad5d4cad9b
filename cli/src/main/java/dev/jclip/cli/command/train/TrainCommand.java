package dev.jclip.cli.command.train;

import dev.jclip.cli.option.OutputOptions;
import dev.jclip.cli.output.Answers;
import dev.jclip.config.ClipConfig;
import dev.jclip.data.augment.TrainTransform;
import dev.jclip.data.pair.PairSource;
import dev.jclip.data.pipeline.BatchPipeline;
import dev.jclip.data.pipeline.PipelineOptions;
import dev.jclip.error.DataException;
import dev.jclip.train.contrastive.CaptionLoss;
import dev.jclip.train.contrastive.ContrastiveObjective;
import dev.jclip.train.contrastive.ContrastiveOptions;
import dev.jclip.train.contrastive.PairBatch;
import dev.jclip.train.loop.Evaluator;
import dev.jclip.train.loop.TrainingPlan;
import dev.jclip.train.model.TrainableModel;
import dev.jclip.train.optimizer.OptimizerOptions;
import dev.jclip.train.schedule.LearningRateSchedule;
import dev.jclip.train.schedule.RunLength;
import dev.jclip.train.start.Resumption;
import dev.jclip.train.start.RunSetting;
import dev.jclip.train.start.TrainingRun;
import dev.jclip.train.start.TrainingStart;
import dev.jclip.train.step.StepOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Contrastive training. */
@Command(
    name = "train",
    description =
        "Trains a model on images with captions, from scratch or from a checkpoint; option names are open_clip's.",
    mixinStandardHelpOptions = true)
public final class TrainCommand implements Callable<Integer> {
  private CommandSpec command = CommandSpec.create();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private DataOptions data = new DataOptions();
  @Mixin private StartOptions start = new StartOptions();
  @Mixin private OptimizationOptions optimization = new OptimizationOptions();
  @Mixin private CaptionTrainingOptions captions = new CaptionTrainingOptions();
  @Mixin private ComputeOptions compute = new ComputeOptions();
  @Mixin private ValidationOptions validation = new ValidationOptions();
  @Mixin private RunFolderOptions run = new RunFolderOptions();

  @Spec
  void describe(CommandSpec described) {
    command = described;
    OpenClipFlags.addTo(described);
  }

  @Override
  public Integer call() {
    OpenClipFlags.check(command.commandLine().getParseResult(), console()::say);
    Optional<Path> checkpoint = run.resumed();
    checkpoint.ifPresent(console()::takeStoredSettings);
    requireData(checkpoint);
    compute.check();
    compute.setThreads();
    PairSource source = data.open();
    Optional<Evaluator> evaluator = validation.evaluator();
    RunLength length = length(source);
    LearningRateSchedule schedule = optimization.schedule(length);
    Map<String, String> settings = settings(length, schedule);
    Optional<Resumption> resumption =
        checkpoint.map(
            from ->
                console()
                    .resumption(
                        Resumption.read(from, length, settings), data.numSamples().isEmpty()));
    TrainingStart from =
        checkpoint
            .map(start::resumed)
            .orElseGet(
                () ->
                    captions.prepared(
                        start.begin(
                            source,
                            compute.loss(),
                            compute.learnsBias(),
                            captions,
                            compute.seed(),
                            output),
                        compute.seed()));
    var answers = new Answers(command, output);
    try (TrainingRun<PairBatch> training =
        training(source, from, length, schedule, settings, answers)) {
      resumption.ifPresent(training::resume);
      RunSettings.of(command.commandLine().getParseResult()).writeTo(run.folder());
      resumption.ifPresentOrElse(
          before -> console().sayRest(training, before.saved()),
          () -> console().sayPlan(training.plan(), optimization.warmupReason()));
      return console().train(training, evaluator, answers);
    }
  }

  private RunConsole console() {
    return new RunConsole(command, output, run, "pairs");
  }

  private TrainingRun<PairBatch> training(
      PairSource source,
      TrainingStart from,
      RunLength length,
      LearningRateSchedule schedule,
      Map<String, String> settings,
      Answers answers) {
    Optional<CaptionLoss> captionLoss = captions.loss(from.config());
    ClipConfig learned = captionLoss.isPresent() ? from.config() : from.config().withoutDecoder();
    var model = new TrainableModel(learned, from.weights(), compute.lock());
    StepOptions step = compute.step(optimization, model.mixesPictures());
    TrainingPlan plan = plan(model, step, length, schedule, settings);
    ContrastiveOptions matching =
        ContrastiveOptions.of(compute.loss(), step)
            .withDropout(compute.dropout())
            .withNegatives(compute.negatives());
    ContrastiveOptions options = captionLoss.map(matching::withCaptions).orElse(matching);
    var objective = new ContrastiveObjective(model, from.files(), options);
    PipelineOptions pipeline = pipeline(plan, from.config().vision().imageSize(), answers);
    return TrainingRun.of(
        plan,
        objective,
        position -> BatchPipeline.open(source, pipeline, position, objective.reader()),
        run.folder());
  }

  private void requireData(Optional<Path> checkpoint) {
    if (!data.isGiven()) {
      throw new MissingParameterException(
          command.commandLine(),
          command.findOption("--train-data"),
          "Missing required option: '--train-data=DATA'"
              + checkpoint
                  .map(
                      path ->
                          "; %s holds no settings.json, so give the options with which the run began"
                              .formatted(run.runOf(path)))
                  .orElse(""));
    }
  }

  private RunLength length(PairSource source) {
    long pairs = data.numSamples().orElseGet(source::numPairs);
    int batch = optimization.wholeBatch();
    if (pairs < batch) {
      throw new DataException(
          "%s: expected pairs for one batch of %d or more, found %d; take a smaller --batch-size"
              .formatted(source.name(), batch, pairs));
    }
    return optimization.length(pairs);
  }

  private TrainingPlan plan(
      TrainableModel model,
      StepOptions step,
      RunLength length,
      LearningRateSchedule schedule,
      Map<String, String> known) {
    OptimizerOptions optimizer = optimization.optimizer(model.config());
    var settings = new TreeMap<>(known);
    settings.put(RunSetting.OPTIMIZER.label(), optimizer.toString());
    if (model.mixesPictures()) {
      settings.put(RunSetting.NORMALISED_TOGETHER.label(), String.valueOf(step.partSize()));
    }
    long stepsPerEpoch = length.stepsPerEpoch();
    return TrainingPlan.of(length, schedule)
        .optimizer(optimizer)
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
            data.captions(),
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
            compute.description() + captions.description()));
  }

  private PipelineOptions pipeline(TrainingPlan plan, int imageSize, Answers answers) {
    return PipelineOptions.of(
            plan.length().batchSize(),
            new TrainTransform(imageSize, data.augmentation()),
            compute.seed())
        .withThreads(data.workers(), 2)
        .withFaults((key, reason) -> answers.skip("pair", key, reason));
  }
}
