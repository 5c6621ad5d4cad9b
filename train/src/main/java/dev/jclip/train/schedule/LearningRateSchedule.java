package dev.jclip.train.schedule;

import java.math.BigDecimal;

/**
 * The learning rate as a function of the step, with the three schedules of open_clip's training and
 * its numbers.
 *
 * <p>Each begins with a linear warm-up of {@code warmup} steps, in which the rate of step {@code s}
 * is {@code base * (s + 1) / warmup}. Steps count from 0 here, so the rate is never 0 at the start.
 * The same on every machine, to the last bit. Immutable, for any number of threads.
 */
public sealed interface LearningRateSchedule {
  /**
   * The learning rate with which a step is taken.
   *
   * @param step how many steps come before it: from 0 and, where the schedule has a total, below
   *     it; with a fraction where steps of another size came before
   * @throws IllegalArgumentException if the step is outside of the schedule
   */
  double at(double step);

  /** How many steps the rate rises before it reaches its base. */
  long warmup();

  /**
   * Falls along half a cosine from the base to 0 over the steps after the warm-up, as in SGDR
   * without restarts (Loshchilov and Hutter, <a
   * href="https://arxiv.org/abs/1608.03983">arXiv:1608.03983</a>, equation 5).
   *
   * @param base the highest learning rate
   * @param warmup in steps; a warm-up longer than the total never reaches the base
   * @param total how many steps the run takes
   */
  record Cosine(double base, long warmup, long total) implements LearningRateSchedule {
    /** Checks the ranges. */
    public Cosine {
      requireRate("base", base);
      requireWarmup(warmup);
      requireTotal(total);
    }

    @Override
    public double at(double step) {
      requireStep(step, total);
      return step < warmup
          ? warming(base, step, warmup)
          : 0.5 * (1 + StrictMath.cos(Math.PI * (step - warmup) / (total - warmup))) * base;
    }
  }

  /**
   * Stays at the base after the warm-up.
   *
   * @param base the highest learning rate
   * @param warmup in steps
   */
  record Constant(double base, long warmup) implements LearningRateSchedule {
    /** Checks the ranges. */
    public Constant {
      requireRate("base", base);
      requireWarmup(warmup);
    }

    @Override
    public double at(double step) {
      requireStep(step, Long.MAX_VALUE);
      return step < warmup ? warming(base, step, warmup) : base;
    }
  }

  /**
   * Stays at the base after the warm-up and falls to the end rate over the last steps.
   *
   * @param base the highest learning rate
   * @param warmup in steps; where it reaches into the cooldown, the warm-up goes before
   * @param total how many steps the run takes
   * @param cooldown how many of the steps, the last ones, the rate falls
   * @param power of the fall: 1 is a straight line, larger falls faster at first
   * @param end the rate that the step after the last would have
   */
  record ConstantWithCooldown(
      double base, long warmup, long total, long cooldown, double power, double end)
      implements LearningRateSchedule {
    /** Checks the ranges. */
    public ConstantWithCooldown {
      requireRate("base", base);
      requireWarmup(warmup);
      requireTotal(total);
      requireCooldown(cooldown, total);
      if (!(power > 0) || Double.isInfinite(power)) {
        throw new IllegalArgumentException("power " + power + ": must be finite and above 0");
      }
      requireRate("end", end);
    }

    @Override
    public double at(double step) {
      requireStep(step, total);
      if (step < warmup) {
        return warming(base, step, warmup);
      }
      long start = total - cooldown;
      if (step < start) {
        return base;
      }
      double left = StrictMath.pow(1 - (step - start) / cooldown, power);
      return left * (base - end) + end;
    }
  }

  private static double warming(double base, double step, long warmup) {
    return base
        * Math.min(step + 1, (double) warmup)
        / warmup; // a fraction of a step may be left of it
  }

  private static void requireRate(String name, double rate) {
    if (!(rate >= 0) || Double.isInfinite(rate)) {
      throw new IllegalArgumentException(name + " " + rate + ": must be finite and at least 0");
    }
  }

  private static void requireWarmup(long warmup) {
    if (warmup < 0) {
      throw new IllegalArgumentException("warmup of " + warmup + " steps: must be at least 0");
    }
  }

  private static void requireCooldown(long cooldown, long total) {
    if (cooldown < 0 || cooldown > total) {
      throw new IllegalArgumentException(
          "cooldown of " + cooldown + " steps: must be in 0.." + total + ", the steps of the run");
    }
  }

  private static void requireTotal(long total) {
    if (total < 1) {
      throw new IllegalArgumentException("total of " + total + " steps: must be at least 1");
    }
  }

  private static void requireStep(double step, long total) {
    if (!(step >= 0 && step < total)) {
      throw new IllegalArgumentException(
          "step %s: the schedule has the steps 0..%d"
              .formatted(new BigDecimal(step).toPlainString(), total - 1));
    }
  }
}
