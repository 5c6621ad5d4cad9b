package dev.jclip.train.schedule;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * How long a run is, and how large its steps are.
 *
 * @param steps how many steps it takes from beginning to end if all are of this size
 * @param pairsPerEpoch how many pairs an epoch has
 * @param batchSize pairs of a step
 * @param unit what the run was asked to be long in
 */
public record RunLength(long steps, long pairsPerEpoch, int batchSize, Unit unit) {
  /** What a length is said in, so what stays when the size of the steps changes. */
  public enum Unit {
    /** So many times the data: what was seen counts by epochs, whatever data they were of. */
    EPOCHS,
    /** So many steps of the present size: what was seen counts by pairs. */
    STEPS
  }

  /** Checks the counts. */
  public RunLength {
    requirePositive("steps", steps);
    requirePositive("batchSize", batchSize);
    if (pairsPerEpoch < batchSize) {
      throw new IllegalArgumentException(
          "pairsPerEpoch: expected the %d of one batch or more, found %d"
              .formatted(batchSize, pairsPerEpoch));
    }
  }

  private static void requirePositive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException("%s: expected 1 or more, found %d".formatted(name, value));
    }
  }

  /** How many steps see the data once; what is left and fills no batch is dropped. */
  public long stepsPerEpoch() {
    return pairsPerEpoch / batchSize;
  }

  /** The length in what it was asked for, such as "5 epochs". */
  public String inItsUnit() {
    return switch (unit) {
      case EPOCHS -> epochs() + " epochs";
      case STEPS -> steps + " steps";
    };
  }

  private String epochs() {
    return BigDecimal.valueOf(steps)
        .divide(BigDecimal.valueOf(stepsPerEpoch()), 2, RoundingMode.HALF_UP)
        .stripTrailingZeros()
        .toPlainString();
  }

  /** Whether a step counts as much of this length as of another. */
  boolean countsLike(RunLength other) {
    return batchSize == other.batchSize
        && stepsPerEpoch() == other.stepsPerEpoch()
        && unit == other.unit;
  }
}
