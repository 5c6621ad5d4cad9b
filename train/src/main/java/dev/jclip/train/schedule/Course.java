package dev.jclip.train.schedule;

/**
 * Where each step of a run lies between its beginning and its end. A run whose steps all have one
 * size is as far as it has steps. One that goes on with steps of another size, or with other data,
 * begins a new leg, which starts as far along as the pairs or epochs are that were really seen.
 * Immutable.
 *
 * @param length of the run
 * @param leg on which it is
 */
public record Course(RunLength length, Leg leg) {
  /** Far below a step, far above what rounding adds up to. */
  private static final double ROUNDING = 1e-6;

  /**
   * The part of a run whose steps have one size.
   *
   * @param step how many steps were taken before it, of whatever size
   * @param position how many steps of the present size what was seen before amounts to
   * @param epochs how often the data was seen before
   */
  public record Leg(long step, double position, double epochs) {
    /** The first leg. */
    public static final Leg FIRST = new Leg(0, 0, 0);

    /** Checks the numbers. */
    public Leg {
      if (step < 0 || !(position >= 0) || !(epochs >= 0)) {
        throw new IllegalArgumentException(
            "leg: expected numbers from 0, found step %d, position %s and %s epochs"
                .formatted(step, position, epochs));
      }
    }
  }

  /** The course of a run that begins. */
  public static Course of(RunLength length) {
    return new Course(length, Leg.FIRST);
  }

  /** How many steps of the present size the run is along after so many steps that were taken. */
  public double position(long step) {
    return leg.position + (step - leg.step);
  }

  /** How often the data is seen after so many steps. */
  public double epochs(long step) {
    return leg.epochs + (double) (step - leg.step) / length.stepsPerEpoch();
  }

  /** The step after which the run has its length; where the leg began too far along, its first. */
  public long lastStep() {
    double left = Math.ceil(length.steps() - leg.position - ROUNDING);
    return leg.step + Math.max(0, (long) left);
  }

  /**
   * The course of the same run after a step, from which on it has another length.
   *
   * @param step how many steps were taken
   * @param samples how many pairs they had
   */
  public Course goingOn(long step, long samples, RunLength now) {
    if (now.countsLike(length)) {
      return new Course(now, leg);
    }
    double epochs = epochs(step);
    double position =
        switch (now.unit()) {
          case EPOCHS -> epochs * now.stepsPerEpoch();
          case STEPS -> (double) samples / now.batchSize();
        };
    return new Course(now, new Leg(step, position, epochs));
  }
}
