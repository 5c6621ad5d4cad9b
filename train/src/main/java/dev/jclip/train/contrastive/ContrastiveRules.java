package dev.jclip.train.contrastive;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import dev.jclip.train.loss.LossKind;
import dev.jclip.train.watch.CommonKind;
import dev.jclip.train.watch.CommonRules;
import dev.jclip.train.watch.Diagnosis.Severity;
import dev.jclip.train.watch.History;
import dev.jclip.train.watch.Remedy;
import dev.jclip.train.watch.Rule;
import dev.jclip.train.watch.Rule.Wording;
import dev.jclip.train.watch.StepReport;
import dev.jclip.train.watch.TrainingDoctor;
import java.util.List;
import java.util.stream.Stream;

/** What can be wrong with a contrastive run. */
public final class ContrastiveRules {
  private static final int WINDOW = TrainingDoctor.WINDOW;

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

  /** Shares of the captions: one in ten is contrasted with an image that it describes. */
  private static final double MANY_DUPLICATES = 0.1;

  private static final double FEW_DUPLICATES = 0.05;

  private final LossKind loss;
  private final long warmup;

  private ContrastiveRules(LossKind loss, long warmup) {
    this.loss = loss;
    this.warmup = warmup;
  }

  /**
   * The rules in the order in which they are asked, those for every run behind them.
   *
   * @param loss which loss is minimised
   * @param warmup steps in which the learning rate rises
   * @param total steps of the whole run
   */
  public static List<Rule> of(LossKind loss, long warmup, long total) {
    var contrastive = new ContrastiveRules(loss, warmup);
    return Stream.concat(
            contrastive.own().stream(),
            CommonRules.of(warmup, total).stream().map(ContrastiveRules::unlessCollapsed))
        .toList();
  }

  private List<Rule> own() {
    return List.of(
        collapse(), chance(), highTemperature(), lowTemperature(), singlePairs(), duplicates());
  }

  /** Features that have collapsed have small gradients; that is said once, by its cause. */
  private static Rule unlessCollapsed(Rule rule) {
    return rule.kind() == CommonKind.GRADIENTS_VANISH
        ? rule.unless(ContrastiveRules::isCollapsed)
        : rule;
  }

  private Rule collapse() {
    return Rule.of(
        ContrastiveKind.FEATURES_COLLAPSED,
        Severity.ERROR,
        h -> patienceIsOver(h) && isCollapsed(h),
        h -> h.median(ContrastiveRules::spread) > SOUND_SPREAD,
        Wording.of(
            h ->
                format(
                    ROOT,
                    "The features collapse: over the last %d steps the spread of the images was %.4f"
                        + " and that of the captions %.4f (0 where all embeddings are the same), and"
                        + " pairs had a cosine of %.3f, others of %.3f.",
                    WINDOW,
                    h.median(report -> report.figure(ContrastiveFigures.IMAGE_SPREAD)),
                    h.median(report -> report.figure(ContrastiveFigures.TEXT_SPREAD)),
                    h.mean(report -> report.figure(ContrastiveFigures.PAIR_COSINE)),
                    h.mean(report -> report.figure(ContrastiveFigures.NEGATIVE_COSINE))),
            "Start again with a lower learning rate or a longer warm-up, and look whether the images"
                + " and captions that reach the model differ at all.",
            Remedy.LEARNING_RATE,
            Remedy.WARMUP));
  }

  private static boolean isCollapsed(History history) {
    return history.median(ContrastiveRules::spread) < COLLAPSED_SPREAD;
  }

  private static double spread(StepReport report) {
    // One pair has no spread.
    return report.batchSize() == 1
        ? 1
        : Math.min(
            report.figure(ContrastiveFigures.IMAGE_SPREAD),
            report.figure(ContrastiveFigures.TEXT_SPREAD));
  }

  private Rule chance() {
    return Rule.of(
            ContrastiveKind.LOSS_AT_CHANCE,
            Severity.ERROR,
            h ->
                patienceIsOver(h)
                    && h.mean(this::aboveChance) > -LEARNED_NOTHING
                    && !isCollapsed(h),
            h -> h.mean(this::aboveChance) < -LEARNED_SOMETHING,
            Wording.of(
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
                        h.mean(report -> report.figure(ContrastiveFigures.PAIR_COSINE)),
                        h.mean(report -> report.figure(ContrastiveFigures.NEGATIVE_COSINE))),
                "Look whether images and captions belong together as the model gets them, and whether the"
                    + " learning rate is far too low or too high.",
                Remedy.LEARNING_RATE))
        .quietDuring(CommonKind.LEARNING_RATE_ZERO, ContrastiveKind.BATCH_OF_ONE);
  }

  private double aboveChance(StepReport report) {
    return report.loss() - loss.chance(report.batchSize());
  }

  private boolean patienceIsOver(History history) {
    return history.isFull()
        && history.latest().step() >= Math.min(warmup, LONGEST_WARMUP) + PATIENCE;
  }

  private static Rule highTemperature() {
    return Rule.of(
        ContrastiveKind.TEMPERATURE_AT_MAXIMUM,
        Severity.WARNING,
        h ->
            h.last(
                WINDOW, report -> report.figure(ContrastiveFigures.LOGIT_SCALE) >= HIGHEST_SCALE),
        h -> h.latest().figure(ContrastiveFigures.LOGIT_SCALE) < FREE_SCALE,
        Wording.of(
            h ->
                format(
                    ROOT,
                    "The temperature is saturated: the logit scale was at its maximum, %.1f, over the"
                        + " last %d steps, at a loss of %.3f.",
                    h.latest().figure(ContrastiveFigures.LOGIT_SCALE),
                    WINDOW,
                    h.mean(StepReport::loss)),
            "Late in a long run that is usual; early, lower the learning rate, and if the validation"
                + " gets worse, the model knows its training pairs by heart: use more data or"
                + " augmentation.",
            Remedy.LEARNING_RATE));
  }

  private static Rule lowTemperature() {
    return Rule.of(
        ContrastiveKind.TEMPERATURE_AT_MINIMUM,
        Severity.ERROR,
        h ->
            h.last(WINDOW, report -> report.figure(ContrastiveFigures.LOGIT_SCALE) <= LOWEST_SCALE),
        h -> h.latest().figure(ContrastiveFigures.LOGIT_SCALE) > LIVING_SCALE,
        Wording.of(
            h ->
                format(
                    ROOT,
                    "The temperature has collapsed: the logit scale was at most %.1f over the last %d"
                        + " steps, now %.3f, so that the loss hardly sees the cosines.",
                    LOWEST_SCALE,
                    WINDOW,
                    h.latest().figure(ContrastiveFigures.LOGIT_SCALE)),
            "Look whether images and captions belong together; if they do, start again with a lower"
                + " learning rate.",
            Remedy.LEARNING_RATE));
  }

  private static Rule singlePairs() {
    return Rule.of(
        ContrastiveKind.BATCH_OF_ONE,
        Severity.WARNING,
        h -> h.latest().batchSize() == 1,
        h -> h.latest().batchSize() > 1,
        Wording.of(
            h ->
                format(
                    ROOT,
                    "Each batch is a single pair, so no image is contrasted with another one's"
                        + " caption (the loss at step %d is %.4f), and without that a model does not"
                        + " learn to tell images apart.",
                    h.latest().step(),
                    h.latest().loss()),
            "Use a larger batch, or accumulate batches, so that the pairs of several of them are"
                + " contrasted together.",
            Remedy.BATCH_SIZE,
            Remedy.ACCUMULATION));
  }

  private Rule duplicates() {
    return Rule.of(
        ContrastiveKind.DUPLICATE_CAPTIONS,
        Severity.WARNING,
        h -> !loss.weighsTexts() && h.isFull() && duplicateShare(h) > MANY_DUPLICATES,
        h -> duplicateShare(h) < FEW_DUPLICATES,
        Wording.of(
            h ->
                format(
                    ROOT,
                    "Captions are false negatives of each other: over the last %d steps, %.0f%% of them"
                        + " stood more than once in their batch of %d.",
                    WINDOW,
                    100 * duplicateShare(h),
                    h.latest().batchSize()),
            "Remove repeated captions, make them say more, use a smaller batch, or count them by how"
                + " rarely they come, by a sampled softmax.",
            Remedy.BATCH_SIZE,
            Remedy.CAPTION_WEIGHTS));
  }

  private static double duplicateShare(History history) {
    return history.sum(report -> report.figure(ContrastiveFigures.DUPLICATE_CAPTIONS))
        / history.sum(StepReport::batchSize);
  }
}
