package dev.jclip.cli.command.train;

import dev.jclip.cli.option.OutputOptions;
import dev.jclip.cli.output.Answers;
import dev.jclip.cli.terminal.ExitCode;
import dev.jclip.cli.terminal.Progress;
import dev.jclip.train.checkpoint.RunProgress;
import dev.jclip.train.loop.Evaluator;
import dev.jclip.train.loop.TrainingPlan;
import dev.jclip.train.schedule.RunLength;
import dev.jclip.train.start.ChangedSettingsException;
import dev.jclip.train.start.Resumption;
import dev.jclip.train.start.TrainingRun;
import dev.jclip.train.watch.TrainingListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What a command that trains says of its run, and how it goes on from another.
 *
 * @param examples what it calls the examples of a batch
 */
record RunConsole(
    CommandSpec command, OutputOptions output, RunFolderOptions run, String examples) {
  void say(String line) {
    if (output.warns()) {
      command.commandLine().getErr().println("jclip: " + line);
    }
  }

  /** Reads the command line again, behind the options of the run that goes on. */
  void takeStoredSettings(Path checkpoint) {
    CommandLine line = command.commandLine();
    RunSettings given = RunSettings.given(line.getParseResult());
    RunSettings.readFrom(run.runOf(checkpoint))
        .map(stored -> stored.overriddenBy(given).arguments(command))
        .ifPresent(all -> line.parseArgs(all.toArray(String[]::new)));
  }

  /**
   * The point to go on from.
   *
   * @param counted whether the examples of an epoch were counted
   * @throws ChangedSettingsException if what follows would differ without a confirmation
   */
  Resumption resumption(Resumption from, boolean counted) {
    if (!run.changes()) {
      from.requireSame();
    }
    if (!from.isOnOtherData(counted)) {
      return from;
    }
    say(
        "the data or its order is another, so the pass over it begins anew; epochs and pairs go on from what was seen");
    return from.withNewPass();
  }

  void sayPlan(TrainingPlan plan, String warmupReason) {
    RunLength length = plan.length();
    say(
        "%d steps of %d %s, %d to an epoch of %d %s; the learning rate rises over the first %d (%s)"
            .formatted(
                length.steps(),
                length.batchSize(),
                examples,
                length.stepsPerEpoch(),
                length.pairsPerEpoch(),
                examples,
                plan.schedule().warmup(),
                warmupReason));
  }

  void sayRest(TrainingRun<?> training, RunProgress saved) {
    RunProgress progress = training.progress();
    RunLength length = training.plan().length();
    String now = length.inItsUnit();
    String before = saved.course().length().inItsUnit();
    long left = training.lastStep() - progress.step();
    say(
        String.format(
            Locale.ROOT,
            "goes on from step %d, after %d %s and %.2f epochs; of %s%s, %s",
            progress.step(),
            progress.samples(),
            examples,
            progress.epochs(),
            now,
            now.equals(before) ? "" : " (before: " + before + ")",
            left == 0
                ? "nothing is left to train"
                : "%d steps of %d %s are left".formatted(left, length.batchSize(), examples)));
  }

  int train(TrainingRun<?> training, Optional<Evaluator> evaluator, Answers answers) {
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
