package dev.jclip.train.watch;

import dev.jclip.train.watch.Diagnosis.Kind;
import dev.jclip.train.watch.Diagnosis.Severity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

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
  public static final int WINDOW = 100;

  private final History recent = new History(WINDOW);
  private final Set<Kind> present = new HashSet<>();
  private final List<Rule> rules;

  /**
   * Knows what can be wrong.
   *
   * @param rules in the order in which they are asked, such as {@link CommonRules#of}
   */
  public TrainingDoctor(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /**
   * Examines the next step.
   *
   * @return what begins to be wrong with it, mostly nothing; after a {@link Severity#FATAL} the run
   *     cannot go on
   */
  public List<Diagnosis> examine(StepReport report) {
    if (!Double.isFinite(report.loss()) || !Double.isFinite(report.gradientNorm())) {
      return present.add(CommonKind.NOT_FINITE) ? List.of(notFinite(report)) : List.of();
    }
    present.remove(CommonKind.NOT_FINITE);
    recent.add(report);
    var diagnoses = new ArrayList<Diagnosis>();
    for (Rule rule : rules) {
      if (present.contains(rule.kind())) {
        if (rule.ended().test(recent)) {
          present.remove(rule.kind());
        }
      } else if (rule.begins().test(recent) && Collections.disjoint(present, rule.quietDuring())) {
        present.add(rule.kind());
        diagnoses.add(rule.diagnose(recent));
      }
    }
    return diagnoses;
  }

  private static Diagnosis notFinite(StepReport report) {
    return new Diagnosis(
        CommonKind.NOT_FINITE,
        Severity.FATAL,
        report.step(),
        String.format(
            Locale.ROOT,
            "At step %d the loss is %s and the gradient's norm %s, so the weights are lost.",
            report.step(),
            report.loss(),
            report.gradientNorm()),
        "Resume from the last checkpoint with a lower learning rate, a longer warm-up or a lower"
            + " norm to which gradients are clipped.",
        List.of(Remedy.LEARNING_RATE, Remedy.WARMUP, Remedy.GRADIENT_CLIPPING));
  }
}
