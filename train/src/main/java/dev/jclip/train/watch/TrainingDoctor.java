package dev.jclip.train.watch;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import dev.jclip.train.watch.Diagnosis.Kind;
import dev.jclip.train.watch.Diagnosis.Severity;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Says in one sentence what is wrong with a run, from what each step shows.
 *
 * <p>A diagnosis is given once, at the step at which the illness is certain, and again only after
 * it has ended and begun anew; it ends at a milder level than that at which it begins. What a
 * healthy run shows in its first steps is no illness: embeddings of a model without training are
 * nearly all the same, and its loss is at chance or above. Reports are taken for steps that follow
 * each other; a doctor that begins in the middle of a run, after a resume, waits until it has seen
 * enough. For one thread and one run.
 */
public final class TrainingDoctor {
  /** Steps over which figures are taken: a loss of small batches is steady within them. */
  private static final int WINDOW = 100;

  /**
   * Steps at the full learning rate within which a model must have learned anything. Small models
   * take about 50.
   */
  private static final int PATIENCE = 200;

  /**
   * No run is waited for longer than CLIP's own warm-up (<a
   * href="https://arxiv.org/abs/2103.00020">arXiv:2103.00020</a>, table 18), since models learn
   * long before a slower one ends.
   */
  private static final long LONGEST_WARMUP = 2000;

  /**
   * Any two embeddings then have a cosine of about 0.998. Models without training were seen with
   * 0.002 and more, collapsed ones with 0.00001.
   */
  private static final double COLLAPSED_SPREAD = 0.001;

  private static final double SOUND_SPREAD = 0.003;

  /** In nats: at 0.05 below chance, the right pair is taken for 5% likelier than by chance. */
  private static final double LEARNED_NOTHING = 0.05;

  private static final double LEARNED_SOMETHING = 0.15;

  /** A little below the clamp at 100, which holds only to rounding. */
  private static final double HIGHEST_SCALE = 99.9;

  private static final double FREE_SCALE = 95;

  /** The clamp is at 1; cosines then make logits that differ by 2 at most. */
  private static final double LOWEST_SCALE = 1.5;

  private static final double LIVING_SCALE = 2;

  /** Shares of the captions: one in ten is contrasted with a picture that it describes. */
  private static final double MANY_DUPLICATES = 0.1;

  private static final double FEW_DUPLICATES = 0.05;

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

  /** When an illness is certain, when it has ended, and how to say it. */
  private record Rule(
      Kind kind,
      Severity severity,
      Predicate<History> begins,
      Predicate<History> ended,
      Function<History, String> sentence,
      String advice) {
    Diagnosis diagnose(History recent) {
      return new Diagnosis(kind, severity, recent.latest().step(), sentence.apply(recent), advice);
    }
  }

  private final LossKind loss;
  private final long warmup;
  private final long total;
  private final History recent = new History(WINDOW);
  private final Set<Kind> present = EnumSet.noneOf(Kind.class);
  private final List<Rule> rules;

  /**
   * Knows of the run what its reports do not say.
   *
   * @param loss which loss is minimised
   * @param warmup steps in which the learning rate rises
   * @param total steps of the whole run
   */
  public TrainingDoctor(LossKind loss, long warmup, long total) {
    this.loss = loss;
    this.warmup = warmup;
    this.total = total;
    this.rules =
        List.of(
            collapse(),
            chance(),
            highTemperature(),
            lowTemperature(),
            singlePairs(),
            duplicates(),
            explosion(),
            vanishing(),
            spike(),
            starvation(),
            zeroRate(),
            longWarmup());
  }

  /**
   * Examines the next step.
   *
   * @return what begins to be wrong with it, mostly nothing; after a {@link Severity#FATAL} the run
   *     cannot go on
   */
  public List<Diagnosis> examine(StepReport report) {
    if (!Double.isFinite(report.loss()) || !Double.isFinite(report.gradientNorm())) {
      return present.add(Kind.NOT_FINITE) ? List.of(notFinite(report)) : List.of();
    }
    present.remove(Kind.NOT_FINITE);
    recent.add(report);
    var diagnoses = new ArrayList<Diagnosis>();
    for (Rule rule : rules) {
      if (present.contains(rule.kind)) {
        if (rule.ended.test(recent)) {
          present.remove(rule.kind);
        }
      } else if (rule.begins.test(recent)) {
        present.add(rule.kind);
        diagnoses.add(rule.diagnose(recent));
      }
    }
    return diagnoses;
  }

  private static Diagnosis notFinite(StepReport report) {
    return new Diagnosis(
        Kind.NOT_FINITE,
        Severity.FATAL,
        report.step(),
        format(
            ROOT,
            "At step %d the loss is %s and the gradient's norm %s, so the weights are lost.",
            report.step(),
            report.loss(),
            report.gradientNorm()),
        "Resume from the last checkpoint with a lower learning rate, a longer warm-up or a lower"
            + " --grad-clip-norm.");
  }

  private Rule collapse() {
    return new Rule(
        Kind.FEATURES_COLLAPSED,
        Severity.ERROR,
        h -> patienceIsOver(h) && isCollapsed(h),
        h -> h.median(TrainingDoctor::spread) > SOUND_SPREAD,
        h ->
            format(
                ROOT,
                "The features collapse: over the last %d steps the spread of the pictures was %.4f"
                    + " and that of the captions %.4f (0 where all embeddings are the same), and"
                    + " pairs had a cosine of %.3f, others of %.3f.",
                WINDOW,
                h.median(report -> report.features().imageSpread()),
                h.median(report -> report.features().textSpread()),
                h.mean(report -> report.features().meanPairCosine()),
                h.mean(report -> report.features().meanNegativeCosine())),
        "Start again with a lower learning rate or a longer warm-up, and look whether the pictures"
            + " and captions that reach the model differ at all.");
  }

  private static boolean isCollapsed(History history) {
    return history.median(TrainingDoctor::spread) < COLLAPSED_SPREAD;
  }

  private static double spread(StepReport report) {
    // One pair has no spread.
    return report.batchSize() == 1
        ? 1
        : Math.min(report.features().imageSpread(), report.features().textSpread());
  }

  private Rule chance() {
    return new Rule(
        Kind.LOSS_AT_CHANCE,
        Severity.ERROR,
        h ->
            patienceIsOver(h)
                && h.mean(this::aboveChance) > -LEARNED_NOTHING
                && !isCollapsed(h)
                && !present.contains(Kind.LEARNING_RATE_ZERO)
                && !present.contains(Kind.BATCH_OF_ONE),
        h -> h.mean(this::aboveChance) < -LEARNED_SOMETHING,
        h ->
            format(
                ROOT,
                "Nothing is learned: over the last %d steps the loss was %.3f, no better than %s ="
                    + " %.3f, which a model has that knows nothing; pairs had a cosine of %.3f,"
                    + " others of %.3f.",
                WINDOW,
                h.mean(StepReport::loss),
                loss.chanceName(h.latest().batchSize()),
                loss.chance(h.latest().batchSize()),
                h.mean(report -> report.features().meanPairCosine()),
                h.mean(report -> report.features().meanNegativeCosine())),
        "Look whether pictures and captions belong together as the model gets them, and whether the"
            + " learning rate is far too low or too high.");
  }

  private double aboveChance(StepReport report) {
    return report.loss() - loss.chance(report.batchSize());
  }

  private boolean patienceIsOver(History history) {
    return history.isFull()
        && history.latest().step() >= Math.min(warmup, LONGEST_WARMUP) + PATIENCE;
  }

  private static Rule highTemperature() {
    return new Rule(
        Kind.TEMPERATURE_AT_MAXIMUM,
        Severity.WARNING,
        h -> h.last(WINDOW, report -> report.logitScale() >= HIGHEST_SCALE),
        h -> h.latest().logitScale() < FREE_SCALE,
        h ->
            format(
                ROOT,
                "The temperature is saturated: the logit scale was at its maximum, %.1f, over the"
                    + " last %d steps, at a loss of %.3f.",
                h.latest().logitScale(),
                WINDOW,
                h.mean(StepReport::loss)),
        "Late in a long run that is usual; early, lower the learning rate, and if the validation"
            + " gets worse, the model knows its training pairs by heart: use more data or"
            + " augmentation.");
  }

  private static Rule lowTemperature() {
    return new Rule(
        Kind.TEMPERATURE_AT_MINIMUM,
        Severity.ERROR,
        h -> h.last(WINDOW, report -> report.logitScale() <= LOWEST_SCALE),
        h -> h.latest().logitScale() > LIVING_SCALE,
        h ->
            format(
                ROOT,
                "The temperature has collapsed: the logit scale was at most %.1f over the last %d"
                    + " steps, now %.3f, so that the loss hardly sees the cosines.",
                LOWEST_SCALE,
                WINDOW,
                h.latest().logitScale()),
        "Look whether pictures and captions belong together; if they do, start again with a lower"
            + " learning rate.");
  }

  private static Rule singlePairs() {
    return new Rule(
        Kind.BATCH_OF_ONE,
        Severity.WARNING,
        h -> h.latest().batchSize() == 1,
        h -> h.latest().batchSize() > 1,
        h ->
            format(
                ROOT,
                "Each batch is a single pair, so no picture is contrasted with another one's"
                    + " caption (the loss at step %d is %.4f), and without that a model does not"
                    + " learn to tell pictures apart.",
                h.latest().step(),
                h.latest().loss()),
        "Use a larger --batch-size, or --accum-freq, with which the pairs of several batches are"
            + " contrasted together.");
  }

  private Rule duplicates() {
    return new Rule(
        Kind.DUPLICATE_CAPTIONS,
        Severity.WARNING,
        h -> !loss.weighsTexts() && h.isFull() && duplicateShare(h) > MANY_DUPLICATES,
        h -> duplicateShare(h) < FEW_DUPLICATES,
        h ->
            format(
                ROOT,
                "Captions are false negatives of each other: over the last %d steps, %.0f%% of them"
                    + " stood more than once in their batch of %d.",
                WINDOW,
                100 * duplicateShare(h),
                h.latest().batchSize()),
        "Remove repeated captions, make them say more, use a smaller batch, or count them by how"
            + " rarely they come (--sampled-softmax).");
  }

  private static double duplicateShare(History history) {
    return history.sum(StepReport::duplicateCaptions) / history.sum(StepReport::batchSize);
  }

  private static Rule explosion() {
    return new Rule(
        Kind.GRADIENTS_EXPLODE,
        Severity.ERROR,
        h -> h.isFull() && gradientRatio(h, h.latest()) > EXPLODED,
        h -> h.last(CALM_STEPS, report -> gradientRatio(h, report) < CALM),
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
        "Clip gradients (--grad-clip-norm 1), and lower the learning rate if it comes again.");
  }

  private static double gradientRatio(History history, StepReport report) {
    return report.gradientNorm() / history.median(StepReport::gradientNorm);
  }

  private static Rule vanishing() {
    return new Rule(
        Kind.GRADIENTS_VANISH,
        Severity.WARNING,
        h -> h.isFull() && h.median(StepReport::gradientNorm) < VANISHED && !isCollapsed(h),
        h -> h.median(StepReport::gradientNorm) > ALIVE,
        h ->
            format(
                ROOT,
                "The gradients vanish: the median of their norms over the last %d steps is %.2e, at"
                    + " a loss of %.4f.",
                WINDOW,
                h.median(StepReport::gradientNorm),
                h.mean(StepReport::loss)),
        "If the loss is near 0, all pairs are learned by heart and the run can end; if not, look"
            + " whether the towers are frozen or the precision is too low.");
  }

  private static Rule spike() {
    return new Rule(
        Kind.LOSS_SPIKE,
        Severity.WARNING,
        h -> h.isFull() && h.latest().loss() > spikeLevel(h),
        h -> h.last(CALM_STEPS, report -> report.loss() <= spikeLevel(h)),
        h ->
            format(
                ROOT,
                "The loss spikes: %.3f at step %d, after a median of %.3f over the last %d steps.",
                h.latest().loss(),
                h.latest().step(),
                h.median(StepReport::loss),
                WINDOW),
        "If it comes again, lower the learning rate or AdamW's beta2, clip gradients, or look for"
            + " damaged data at that place.");
  }

  private static double spikeLevel(History history) {
    double median = history.median(StepReport::loss);
    double deviation = history.median(report -> Math.abs(report.loss() - median));
    return median + Math.max(SPIKE_NATS, SPIKE_DEVIATIONS * deviation);
  }

  private static Rule starvation() {
    return new Rule(
        Kind.DATA_STARVATION,
        Severity.WARNING,
        h -> h.isFull() && h.mean(StepReport::dataWaitFraction) > STARVED,
        h -> h.mean(StepReport::dataWaitFraction) < FED,
        h ->
            format(
                ROOT,
                "Training waits for data: %.0f%% of the time over the last %d steps, at %.0f"
                    + " samples/s.",
                100 * h.mean(StepReport::dataWaitFraction),
                WINDOW,
                h.median(StepReport::samplesPerSecond)),
        "Use more --workers or a faster disk, or store the pictures at the size that the model"
            + " sees.");
  }

  private static Rule zeroRate() {
    return new Rule(
        Kind.LEARNING_RATE_ZERO,
        Severity.ERROR,
        h -> h.last(ZERO_RATE_STEPS, report -> report.learningRate() == 0),
        h -> h.latest().learningRate() > 0,
        h ->
            format(
                ROOT,
                "The learning rate was 0 over the last %d steps, up to step %d, so nothing changes.",
                ZERO_RATE_STEPS,
                h.latest().step()),
        "Set --lr, or look at the schedule.");
  }

  private Rule longWarmup() {
    return new Rule(
        Kind.WARMUP_TOO_LONG,
        Severity.WARNING,
        _ -> warmup >= total,
        _ -> false,
        _ ->
            format(
                ROOT,
                "The warm-up of %d steps does not end within the run of %d, so the learning rate"
                    + " only gets to %.0f%% of what was asked for.",
                warmup,
                total,
                100.0 * total / warmup),
        "Set a shorter --warmup, or train longer.");
  }
}
