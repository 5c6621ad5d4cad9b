package dev.jclip.train.watch;

import java.time.Duration;
import java.util.Locale;

/**
 * Steps as lines of progress for people. It reads no clock: the time left comes from the reports'
 * own rates, smoothed, so the same reports give the same lines. For one thread and one run.
 */
public final class ProgressReport {
  /** Weight of the newest step: the time left follows about the last 20 steps. */
  private static final double NEWEST = 0.05;

  private double seconds;
  private double weight;

  /**
   * One line: where the run is, how it learns, how fast it is and how long it will take.
   *
   * @param report the step just taken
   * @param totalSteps how many steps the whole run takes
   */
  public String line(StepReport report, long totalSteps) {
    return String.format(
        Locale.ROOT,
        "step %d/%d | epoch %.2f | loss %.4f%s | lr %.2e | %.0f samples/s | "
            + "data wait %.0f%% | %s left",
        report.step(),
        totalSteps,
        report.epoch(),
        report.loss(),
        labelled(report),
        report.learningRate(),
        report.samplesPerSecond(),
        100 * report.dataWaitFraction(),
        left(report, totalSteps));
  }

  private static String labelled(StepReport report) {
    var labelled = new StringBuilder();
    report
        .weightFigures()
        .forEach(
            (figure, value) ->
                figure
                    .label()
                    .ifPresent(
                        label ->
                            labelled.append(
                                String.format(
                                    Locale.ROOT, " | %s %.2f", label, value.doubleValue()))));
    return labelled.toString();
  }

  private String left(StepReport report, long totalSteps) {
    double latest = report.seconds();
    if (Double.isFinite(latest)) {
      seconds += NEWEST * (latest - seconds);
      weight += NEWEST * (1 - weight); // of what was measured at all, against the zero at the start
    }
    return weight == 0
        ? "?"
        : readable(Duration.ofSeconds(Math.round((totalSteps - report.step()) * seconds / weight)));
  }

  private static String readable(Duration left) {
    if (left.toDays() > 0) {
      return left.toDays() + "d " + left.toHoursPart() + "h";
    }
    if (left.toHours() > 0) {
      return left.toHours() + "h " + left.toMinutesPart() + "m";
    }
    return left.toMinutes() > 0
        ? left.toMinutes() + "m " + left.toSecondsPart() + "s"
        : left.toSeconds() + "s";
  }
}
