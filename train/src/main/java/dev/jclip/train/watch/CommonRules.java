package dev.jclip.train.watch;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import dev.jclip.train.watch.Diagnosis.Severity;
import dev.jclip.train.watch.Rule.Wording;
import java.util.List;

/** What can be wrong with a run whatever it computes. */
public final class CommonRules {
  private static final int WINDOW = TrainingDoctor.WINDOW;

  /** Multiples of the median of the last steps; healthy runs were seen with up to 3. */
  private static final double EXPLODED = 20;

  private static final double CALM = 5;

  /**
   * Then the mean square of a gradient's elements is below AdamW's eps of 1e-6 squared in every
   * model of 10,000 parameters or more, and the steps shrink with it.
   */
  private static final double VANISHED = 1e-4;

  private static final double ALIVE = 1e-3;

  /**
   * Median absolute deviations above the median, about 7 standard deviations of noise, where
   * healthy runs of small batches were seen with 6; and in nats, where the loss has become so
   * steady that the deviation says nothing.
   */
  private static final double SPIKE_DEVIATIONS = 10;

  private static final double SPIKE_NATS = 0.5;

  /** Steps without another outlier after which a spike or an explosion has ended. */
  private static final int CALM_STEPS = 20;

  /** Shares of the time: more than half of the machine is idle. */
  private static final double STARVED = 0.5;

  private static final double FED = 0.3;

  /** A schedule may begin at 0, but not stay there. */
  private static final int ZERO_RATE_STEPS = 10;

  private CommonRules() {}

  /**
   * The rules in the order in which they are asked.
   *
   * @param warmup steps in which the learning rate rises
   * @param total steps of the whole run
   */
  public static List<Rule> of(long warmup, long total) {
    return List.of(
        explosion(), vanishing(), spike(), starvation(), zeroRate(), longWarmup(warmup, total));
  }

  private static Rule explosion() {
    return Rule.of(
        CommonKind.GRADIENTS_EXPLODE,
        Severity.ERROR,
        h -> h.isFull() && gradientRatio(h, h.latest()) > EXPLODED,
        h -> h.last(CALM_STEPS, report -> gradientRatio(h, report) < CALM),
        Wording.of(
            h ->
                format(
                    ROOT,
                    "The gradients explode: their norm at step %d is %.4g before clipping, %.0f times"
                        + " the median of the last %d steps, %.4g.",
                    h.latest().step(),
                    h.latest().gradientNorm(),
                    gradientRatio(h, h.latest()),
                    WINDOW,
                    h.median(StepReport::gradientNorm)),
            "Clip gradients, such as to a norm of 1, and lower the learning rate if it comes again.",
            Remedy.GRADIENT_CLIPPING,
            Remedy.LEARNING_RATE));
  }

  private static double gradientRatio(History history, StepReport report) {
    return report.gradientNorm() / history.median(StepReport::gradientNorm);
  }

  private static Rule vanishing() {
    return Rule.of(
        CommonKind.GRADIENTS_VANISH,
        Severity.WARNING,
        h -> h.isFull() && h.median(StepReport::gradientNorm) < VANISHED,
        h -> h.median(StepReport::gradientNorm) > ALIVE,
        Wording.of(
            h ->
                format(
                    ROOT,
                    "The gradients vanish: the median of their norms over the last %d steps is %.2e, at"
                        + " a loss of %.4f.",
                    WINDOW,
                    h.median(StepReport::gradientNorm),
                    h.mean(StepReport::loss)),
            "If the loss is near 0, all pairs are learned by heart and the run can end; if not, look"
                + " whether the towers are frozen or the precision is too low."));
  }

  private static Rule spike() {
    return Rule.of(
        CommonKind.LOSS_SPIKE,
        Severity.WARNING,
        h -> h.isFull() && h.latest().loss() > spikeLevel(h),
        h -> h.last(CALM_STEPS, report -> report.loss() <= spikeLevel(h)),
        Wording.of(
            h ->
                format(
                    ROOT,
                    "The loss spikes: %.3f at step %d, after a median of %.3f over the last %d steps.",
                    h.latest().loss(),
                    h.latest().step(),
                    h.median(StepReport::loss),
                    WINDOW),
            "If it comes again, lower the learning rate or AdamW's beta2, clip gradients, or look for"
                + " damaged data at that place.",
            Remedy.LEARNING_RATE,
            Remedy.BETA2,
            Remedy.GRADIENT_CLIPPING));
  }

  private static double spikeLevel(History history) {
    double median = history.median(StepReport::loss);
    double deviation = history.median(report -> Math.abs(report.loss() - median));
    return median + Math.max(SPIKE_NATS, SPIKE_DEVIATIONS * deviation);
  }

  private static Rule starvation() {
    return Rule.of(
        CommonKind.DATA_STARVATION,
        Severity.WARNING,
        h -> h.isFull() && h.mean(StepReport::dataWaitFraction) > STARVED,
        h -> h.mean(StepReport::dataWaitFraction) < FED,
        Wording.of(
            h ->
                format(
                    ROOT,
                    "Training waits for data: %.0f%% of the time over the last %d steps, at %.0f"
                        + " samples/s.",
                    100 * h.mean(StepReport::dataWaitFraction),
                    WINDOW,
                    h.median(StepReport::samplesPerSecond)),
            "Use more threads to decode images, or a faster disk, or store the images at the size that"
                + " the model sees.",
            Remedy.DECODING_THREADS));
  }

  private static Rule zeroRate() {
    return Rule.of(
        CommonKind.LEARNING_RATE_ZERO,
        Severity.ERROR,
        h -> h.last(ZERO_RATE_STEPS, report -> report.learningRate() == 0),
        h -> h.latest().learningRate() > 0,
        Wording.of(
            h ->
                format(
                    ROOT,
                    "The learning rate was 0 over the last %d steps, up to step %d, so nothing changes.",
                    ZERO_RATE_STEPS,
                    h.latest().step()),
            "Set a learning rate, or look at the schedule.",
            Remedy.LEARNING_RATE));
  }

  private static Rule longWarmup(long warmup, long total) {
    return Rule.of(
        CommonKind.WARMUP_TOO_LONG,
        Severity.WARNING,
        _ -> warmup >= total,
        _ -> false,
        Wording.of(
            _ ->
                format(
                    ROOT,
                    "The warm-up of %d steps does not end within the run of %d, so the learning rate"
                        + " only gets to %.0f%% of what was asked for.",
                    warmup,
                    total,
                    100.0 * total / warmup),
            "Set a shorter warm-up, or train longer.",
            Remedy.WARMUP));
  }
}
