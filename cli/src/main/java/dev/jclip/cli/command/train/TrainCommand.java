package dev.jclip.cli.command.train;

import dev.jclip.cli.option.OutputOptions;
import dev.jclip.cli.output.Answers;
import dev.jclip.cli.terminal.ExitCode;
import dev.jclip.cli.terminal.Progress;
import dev.jclip.config.ClipConfig;
import dev.jclip.data.augment.TrainTransform;
import dev.jclip.data.pair.PairSource;
import dev.jclip.data.pipeline.BatchPipeline;
import dev.jclip.data.pipeline.PipelineOptions;
import dev.jclip.error.DataException;
import dev.jclip.train.checkpoint.RunProgress;
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
import dev.jclip.train.start.ChangedSettingsException;
import dev.jclip.train.start.Resumption;
import dev.jclip.train.start.RunSetting;
import dev.jclip.train.start.TrainingRun;
import dev.jclip.train.start.TrainingStart;
import dev.jclip.train.step.StepOptions;
import dev.jclip.train.watch.TrainingListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
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
    OpenClipFlags.check(command.commandLine().getParseResult(), this::say);
    Optional<Path> checkpoint = run.resumed();
    checkpoint.ifPresent(this::takeStoredSettings);
    requireData(checkpoint);
    compute.check();
    compute.setThreads();
    PairSource source = data.open();
    Optional<Evaluator> evaluator = validation.evaluator();
    RunLength length = length(source);
    LearningRateSchedule schedule = optimization.schedule(length);
    Map<String, String> settings = settings(length, schedule);
    Optional<Resumption> resumption =
        checkpoint.map(from -> resumption(Resumption.read(from, length, settings)));
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
          before -> sayRest(training, before.saved()), () -> sayPlan(training.plan()));
      return train(training, evaluator, answers);
    }
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

  private void say(String line) {
    if (output.warns()) {
      command.commandLine().getErr().println("jclip: " + line);
    }
  }

  /** Reads the command line again, behind the options of the run that goes on. */
  private void takeStoredSettings(Path checkpoint) {
    CommandLine line = command.commandLine();
    RunSettings given = RunSettings.given(line.getParseResult());
    RunSettings.readFrom(run.runOf(checkpoint))
        .map(stored -> stored.overriddenBy(given).arguments(command))
        .ifPresent(all -> line.parseArgs(all.toArray(String[]::new)));
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

  /**
   * The point to go on from.
   *
   * @throws ChangedSettingsException if what follows would differ without a confirmation
   */
  private Resumption resumption(Resumption from) {
    if (!run.changes()) {
      from.requireSame();
    }
    if (!from.isOnOtherData(data.numSamples().isEmpty())) {
      return from;
    }
    say(
        "the data or its order is another, so the pass over it begins anew; epochs and pairs go on from what was seen");
    return from.withNewPass();
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

  private void sayPlan(TrainingPlan plan) {
    RunLength length = plan.length();
    say(
        "%d steps of %d pairs, %d to an epoch of %d pairs; the learning rate rises over the first %d (%s)"
            .formatted(
                length.steps(),
                length.batchSize(),
                length.stepsPerEpoch(),
                length.pairsPerEpoch(),
                plan.schedule().warmup(),
                optimization.warmupReason()));
  }

  private void sayRest(TrainingRun<?> training, RunProgress saved) {
    RunProgress progress = training.progress();
    RunLength length = training.plan().length();
    String now = length.inItsUnit();
    String before = saved.course().length().inItsUnit();
    long left = training.lastStep() - progress.step();
    say(
        String.format(
            Locale.ROOT,
            "goes on from step %d, after %d pairs and %.2f epochs; of %s%s, %s",
            progress.step(),
            progress.samples(),
            progress.epochs(),
            now,
            now.equals(before) ? "" : " (before: " + before + ")",
            left == 0
                ? "nothing is left to train"
                : "%d steps of %d pairs are left".formatted(left, length.batchSize())));
  }

  private int train(TrainingRun<?> training, Optional<Evaluator> evaluator, Answers answers) {
    long end = training.lastStep();
    try (var interrupt = new Interrupt();
        Progress bar = output.progress("train", training.progress().step(), end)) {
      var listeners = new ArrayList<TrainingListener>();
      if (output.warns()) {
        listeners.add(new TerminalLog(command.commandLine().getErr(), bar, end, run.logEvery()));
      }
      TrainingRun.Outcome outcome = training.train(listeners, evaluator, interrupt::requested);
      answers.give(
          fields(outcome, run.folder().resolve("model")),
          outcome.finished()
              ? "trained to step %d: %s".formatted(end, run.folder().resolve("model"))
              : "interrupted at step %d: go on with --resume latest %s"
                  .formatted(outcome.progress().step(), run.identity()));
      return outcome.finished() ? ExitCode.DONE : ExitCode.FAILED;
    }
  }

  private static Map<String, ?> fields(TrainingRun.Outcome outcome, Path model) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("finished", outcome.finished());
    fields.put("step", outcome.progress().step());
    outcome.lastStep().ifPresent(latest -> fields.put("loss", latest.loss()));
    fields.put("samples_seen", outcome.progress().samples());
    fields.put("skipped", outcome.faults());
    fields.put("model", model.toString());
    return fields;
  }
}
