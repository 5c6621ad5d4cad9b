package dev.jclip.train.watch;

import dev.jclip.train.watch.Diagnosis.Kind;
import dev.jclip.train.watch.Diagnosis.Severity;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * When an illness of a run is certain, when it has ended, and how to say it. An objective brings
 * rules for what only its own figures show. Immutable.
 *
 * @param kind what is diagnosed
 * @param severity how bad it is
 * @param begins whether the last steps show it for certain
 * @param ended whether they show that it is over, at a milder level than that at which it begins
 * @param quietDuring kinds that explain it: while one of them is present, this one is not said
 * @param wording what is said
 */
public record Rule(
    Kind kind,
    Severity severity,
    Predicate<History> begins,
    Predicate<History> ended,
    Set<Kind> quietDuring,
    Wording wording) {
  /** Copies the kinds. */
  public Rule {
    quietDuring = Set.copyOf(quietDuring);
  }

  /**
   * What is said of an illness.
   *
   * @param sentence what was seen, with the numbers
   * @param advice what to do
   * @param remedies the settings that the advice asks to change
   */
  public record Wording(Function<History, String> sentence, String advice, List<Remedy> remedies) {
    /** What is said, with the settings that the advice asks to change. */
    public static Wording of(
        Function<History, String> sentence, String advice, Remedy... remedies) {
      return new Wording(sentence, advice, List.of(remedies));
    }
  }

  /** A rule that nothing explains away. */
  public static Rule of(
      Kind kind,
      Severity severity,
      Predicate<History> begins,
      Predicate<History> ended,
      Wording wording) {
    return new Rule(kind, severity, begins, ended, Set.of(), wording);
  }

  /** The same rule, silent while one of these kinds is present. */
  public Rule quietDuring(Kind... kinds) {
    return new Rule(kind, severity, begins, ended, Set.of(kinds), wording);
  }

  /** The same rule, silent while the last steps are like that. */
  public Rule unless(Predicate<History> like) {
    return new Rule(kind, severity, begins.and(like.negate()), ended, quietDuring, wording);
  }

  /** What is wrong, as the last steps show it. */
  Diagnosis diagnose(History recent) {
    return new Diagnosis(
        kind,
        severity,
        recent.latest().step(),
        wording.sentence().apply(recent),
        wording.advice(),
        wording.remedies());
  }
}
