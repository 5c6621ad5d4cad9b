package dev.jclip.cli.command.train;

import dev.jclip.cli.option.RemedyOptions;
import dev.jclip.cli.terminal.Progress;
import dev.jclip.train.watch.Diagnosis;
import dev.jclip.train.watch.EvaluationReport;
import dev.jclip.train.watch.ProgressReport;
import dev.jclip.train.watch.Remedy;
import dev.jclip.train.watch.StepReport;
import dev.jclip.train.watch.TrainingListener;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Shows a run on stderr: as a bar where that is a terminal, else as lines. */
final class TerminalLog implements TrainingListener {
  private final PrintWriter out;
  private final Progress bar;
  private final long totalSteps;
  private final long every;
  private final ProgressReport progress = new ProgressReport();

  TerminalLog(PrintWriter out, Progress bar, long totalSteps, long every) {
    this.out = out;
    this.bar = bar;
    this.totalSteps = totalSteps;
    this.every = every;
  }

  @Override
  public void onStep(StepReport report) {
    String line = progress.line(report, totalSteps);
    bar.at(report.step(), totalSteps);
    bar.note(
        String.format(
            Locale.ROOT, "loss %.4f, %.0f samples/s", report.loss(), report.samplesPerSecond()));
    boolean due = report.step() % every == 0 || report.step() == totalSteps;
    if (due && !bar.isShown()) {
      out.println(line);
    }
  }

  @Override
  public void onEvaluation(EvaluationReport report) {
    say(
        report.metrics().entrySet().stream()
            .map(
                metric -> String.format(Locale.ROOT, "%s %.4f", metric.getKey(), metric.getValue()))
            .collect(Collectors.joining(", ", "step " + report.step() + ": ", "")));
  }

  @Override
  public void onDiagnosis(Diagnosis diagnosis) {
    say(
        "%s at step %d: %s %s%s"
            .formatted(
                diagnosis.severity().toString().toLowerCase(Locale.ROOT),
                diagnosis.step(),
                diagnosis.sentence(),
                diagnosis.advice(),
                options(diagnosis.remedies())));
  }

  private static String options(List<Remedy> remedies) {
    return remedies.isEmpty()
        ? ""
        : " (%s)".formatted(String.join(", ", RemedyOptions.of(remedies)));
  }

  private void say(String line) {
    out.println(line);
  }
}
