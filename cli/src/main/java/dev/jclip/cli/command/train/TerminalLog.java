package dev.jclip.cli.command.train;

import dev.jclip.train.watch.Diagnosis;
import dev.jclip.train.watch.EvaluationReport;
import dev.jclip.train.watch.ProgressReport;
import dev.jclip.train.watch.StepReport;
import dev.jclip.train.watch.TrainingListener;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Collectors;

/** Shows a run as lines on stderr. */
final class TerminalLog implements TrainingListener {
  private final PrintWriter out;
  private final long totalSteps;
  private final long every;
  private final ProgressReport progress = new ProgressReport();

  TerminalLog(PrintWriter out, long totalSteps, long every) {
    this.out = out;
    this.totalSteps = totalSteps;
    this.every = every;
  }

  @Override
  public void onStep(StepReport report) {
    String line = progress.line(report, totalSteps);
    if (report.step() % every == 0 || report.step() == totalSteps) {
      out.println(line);
    }
  }

  @Override
  public void onEvaluation(EvaluationReport report) {
    out.println(
        report.metrics().entrySet().stream()
            .map(
                metric -> String.format(Locale.ROOT, "%s %.4f", metric.getKey(), metric.getValue()))
            .collect(Collectors.joining(", ", "step " + report.step() + ": ", "")));
  }

  @Override
  public void onDiagnosis(Diagnosis diagnosis) {
    out.println(
        "%s at step %d: %s %s"
            .formatted(
                diagnosis.severity().toString().toLowerCase(Locale.ROOT),
                diagnosis.step(),
                diagnosis.sentence(),
                diagnosis.advice()));
  }
}
